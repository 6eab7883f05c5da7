import { describeOpenQuestions } from './support/playFaults';

describeOpenQuestions();
