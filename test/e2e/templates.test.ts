import { START_TIMEOUT_MS } from './support/connectedN8n';
import { describeApproval } from './templates/approval';
import { describeBatch } from './templates/batch';
import { describeDam } from './templates/dam';
import { describeDrafts } from './templates/drafts';
import { describeErrors } from './templates/errors';
import { TemplateStage } from './templates/stage';

let stage: TemplateStage;

beforeAll(async () => {
	stage = await TemplateStage.open();
}, START_TIMEOUT_MS);

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

const getStage = () => stage;

describeDam(getStage);
describeDrafts(getStage);
describeBatch(getStage);
describeApproval(getStage);
describeErrors(getStage);
