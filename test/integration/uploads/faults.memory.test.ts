import { describeStorage } from './support/playFaults';

describeStorage('memory');
