import { describeStorage } from './support/playFaults';

describeStorage('one-piece');
