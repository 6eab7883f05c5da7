import { describeStorage } from './support/playFaults';

describeStorage('filesystem');
