import { describeHistories } from './support/playHistories';

describeHistories(0);
