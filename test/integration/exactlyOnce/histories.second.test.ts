import { describeHistories } from './support/playHistories';

describeHistories(1);
