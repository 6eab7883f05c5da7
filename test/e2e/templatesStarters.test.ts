import { Browser } from './support/browser';
import { START_TIMEOUT_MS } from './support/connectedN8n';
import { describeAccounts } from './templates/accounts';
import { describeDrive } from './templates/drive';
import { describeReport } from './templates/report';
import { describeSheets } from './templates/sheets';
import { describeSlots } from './templates/slots';
import { TemplateStage } from './templates/stage';

let stage: TemplateStage;
let browser: Browser;

beforeAll(async () => {
	stage = await TemplateStage.open();
	browser = await Browser.open(stage.simulator);
}, START_TIMEOUT_MS);

afterAll(async () => {
	await browser?.close();
	await stage?.close();
}, START_TIMEOUT_MS);

const getStage = () => stage;
const getBrowser = () => browser;

describeDrive(getStage);
describeAccounts(getStage, getBrowser);
describeSheets(getStage);
describeSlots(getStage, getBrowser);
describeReport(getStage);
