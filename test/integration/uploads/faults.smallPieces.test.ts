import { describeStorage } from './support/playFaults';

describeStorage('small-pieces');
