import type { INodePropertyOptions } from 'n8n-workflow';
import { PUBLISHING_EVENTS } from '../../support/tested/tiktok';
import { TikTokPostTrigger } from '../../../nodes/TikTokPost/TikTokPostTrigger.node';
import { OTHER_EVENTS } from '../../support/tested/node';

const node = new TikTokPostTrigger();
const { description } = node;

describe('TikTok Post Trigger in the editor', () => {
	it('offers every event, and all others under one name', () => {
		const events = description.properties.find(({ name }) => name === 'events');
		const values = (events?.options as INodePropertyOptions[]).map(({ value }) => value);
		expect([...values].sort()).toEqual([...PUBLISHING_EVENTS, OTHER_EVENTS].sort());
	});

	it('starts on nothing that was not chosen', () => {
		const events = description.properties.find(({ name }) => name === 'events');
		expect(events).toMatchObject({ default: [], required: true });
	});

	it('says where the URL goes and how', () => {
		const notice = description.properties.find(({ type }) => type === 'notice')?.displayName;
		expect(notice).toContain('Production URL');
		expect(notice).toContain('https://developers.tiktok.com/apps/');
	});

	it('takes POST on one URL and answers at once', () => {
		expect(description.webhooks).toEqual([
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		]);
	});

	it('is a start, not a step and not a tool', () => {
		expect(description.inputs).toEqual([]);
		expect(description.usableAsTool).toBeUndefined();
	});

	it('has nothing to register at TikTok, and never fails on it', async () => {
		const { checkExists, create, delete: remove } = node.webhookMethods.default;
		expect(await Promise.all([checkExists(), create(), remove()])).toEqual([true, true, true]);
	});
});
