/* eslint-disable @n8n/community-nodes/no-restricted-globals -- tests find the browser by environment */

import { chromium, type Browser, type Page } from 'playwright-core';

import { OWNER } from '../support/n8n';
import { routingChromiumArguments } from '../support/routing';
import { ACCOUNTS, CredentialStage } from './support/credentialStage';

const TIMEOUT_MS = 300_000;
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const CHROMIUM_ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

let stage: CredentialStage;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	stage = await CredentialStage.open('desktop');
	stage.reset(200);
	browser = await chromium.launch({
		executablePath: CHROMIUM,
		args: [...CHROMIUM_ARGUMENTS, ...routingChromiumArguments(stage.simulator)],
	});
	const context = await browser.newContext({ viewport: { width: 1400, height: 1400 } });
	page = await context.newPage();
	await logIn();
}, TIMEOUT_MS);

afterAll(async () => {
	await browser?.close();
	await stage?.close();
}, TIMEOUT_MS);

async function logIn(): Promise<void> {
	await page.goto(`${stage.n8n.url}/signin`);
	await page.fill('input[type=email]', OWNER.email);
	await page.fill('input[type=password]', OWNER.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL(/\/home|\/workflow/);
}

function field(name: string) {
	return page.locator(`[data-test-id=parameter-input-${name}]`);
}

async function openNewCredential(): Promise<void> {
	await page.goto(`${stage.n8n.url}/home/credentials/create`);
	await page.locator('[data-test-id=new-credential-type-select] input').fill('TikTok');
	await page.getByText('TikTok OAuth2 API', { exact: true }).click();
	await page.click('[data-test-id=new-credential-type-button]');
	await field('clientId').waitFor();
}

/** Presses a button that opens TikTok's consent page, and allows access there. */
async function consent(button: string, openId: string): Promise<void> {
	const [popup] = await Promise.all([
		page.context().waitForEvent('page'),
		page.click(`[data-test-id=${button}]`),
	]);
	await popup.locator(`input[value="${openId}"]`).check();
	const closed = popup.waitForEvent('close');
	await popup.locator('button[value=allow]').click();
	await closed;
	await page.locator('[data-test-id=oauth-connect-success-banner]').waitFor();
}

async function savedTokens() {
	const [credential] = await stage.n8n.exportCredentials();
	return credential?.data.oauthTokenData;
}

async function select(name: string, option: string): Promise<void> {
	await field(name).click();
	await page.getByRole('option', { name: option }).click();
	await page.keyboard.press('Escape');
}

it(
	'connects an account from n8n’s editor, and later another one with other scopes',
	async () => {
		const [account, otherAccount] = ACCOUNTS;
		const { clientKey, clientSecret } = stage.simulator.app;
		await openNewCredential();
		await expect(page.locator('[data-test-id=editCredential-modal]').innerText()).resolves.toMatch(
			/Client key[\s\S]*Client Secret[\s\S]*App Platform[\s\S]*Scopes/,
		);
		await field('clientId').locator('input').fill(clientKey);
		await field('clientSecret').locator('input').fill(clientSecret);
		await select('appPlatform', 'Desktop');
		await consent('quick-connect-button', account);
		expect(await savedTokens()).toMatchObject({
			...stage.simulator.tokens.lastIssued(account),
			scope: 'user.info.basic,video.publish,video.upload',
		});

		await select('requestedScopes', 'Publish Posts');
		await select('requestedScopes', 'Read Public Videos');
		await consent('oauth-switch-account-button', otherAccount);
		expect(await savedTokens()).toMatchObject({
			...stage.simulator.tokens.lastIssued(otherAccount),
			scope: 'user.info.basic,video.publish,video.list',
		});
	},
	TIMEOUT_MS,
);
