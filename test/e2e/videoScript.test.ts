import { startSimulator, type Simulator } from '../simulator';
import { startN8n, type RunningN8n } from '../support/n8n';
import { RUN_TIMEOUT_MS } from './support/connectedN8n';
import { npmEnvironment, publish } from './support/packageRegistry';
import { Presenter } from './support/presenter';
import { CLIP_URL, serveClip, useEditor } from './support/useEditor';
import { readVideoScript } from './support/videoScript';

const use = useEditor(openEmptyN8n);

it(
	'the video can be recorded as its script says, from an n8n without the package to the end',
	async () => {
		const { simulator, n8n } = use.stage;
		serveClip(simulator);
		const presenter = new Presenter(use.browser.page, n8n.url, {
			'<client key>': simulator.app.clientKey,
			'<client secret>': simulator.app.clientSecret,
			'<link to the video>': CLIP_URL,
			'<link with a typing error>': CLIP_URL.replace('.mp4', '.mp5'),
		});
		for (const { actions, seen } of readVideoScript()) {
			for (const action of actions) await presenter.perform(action);
			const isRun = actions.at(-1)?.label === 'Execute step';
			for (const text of seen) await presenter.see(text, isRun ? 'output' : 'screen');
		}
		expect(simulator.posts).toMatchObject([
			{ status: 'PUBLISH_COMPLETE', postInfo: { privacy_level: 'SELF_ONLY' } },
		]);
		simulator.expectClean();
	},
	RUN_TIMEOUT_MS,
);

/** An n8n that finds the package at npm, and an app that is registered for it on localhost. */
async function openEmptyN8n() {
	const simulator = await startSimulator();
	simulator.app.platform = 'desktop';
	const n8n = await startEmptyN8n(simulator).catch(async (error: unknown) => {
		await simulator.close();
		throw error;
	});
	const close = async () => {
		await n8n.stop();
		await simulator.close();
	};
	return { simulator, n8n, close };
}

async function startEmptyN8n(simulator: Simulator): Promise<RunningN8n> {
	return await startN8n({
		simulator,
		env: npmEnvironment(simulator),
		installPackage: async (_userFolder, tarball) => await publish(simulator, tarball),
	});
}
