/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { Server as HttpsServer } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import {
	API_HOST,
	openCertificateAuthority,
	UPLOAD_HOSTS,
	WEB_HOST,
	type CertificateAuthority,
} from '../support/routing';
import { SimulatorState } from './core/state';
import { makeLoopbackApp, makeTlsApp, prepareApp } from './http/servers';
import { registerAuthorize } from './oauth/authorize';
import { GrantStore } from './oauth/grants';
import { registerTokenEndpoints } from './oauth/tokenEndpoints';
import { registerProfile } from './pages/profile';
import { registerApiEndpoint, type ApiEndpoint } from './posting/apiEndpoint';
import { creatorInfoEndpoint } from './posting/creatorInfo';
import { Lifecycle } from './posting/lifecycle';
import { RateLimiter } from './posting/rateLimits';
import { statusEndpoint } from './posting/status';
import { videoInitEndpoint, type InitServices } from './posting/videoInit';
import type { SimulatorOptions, TokenRequestLog } from './types';
import { UploadStore } from './upload/store';
import { describeUpload, registerUploadHost } from './upload/uploadHost';

/** All parts of one simulator, wired but not yet listening. */
export class Engine {
	readonly state: SimulatorState;
	readonly grants: GrantStore;
	readonly limiter: RateLimiter;
	readonly lifecycle: Lifecycle;
	readonly uploads: UploadStore;
	readonly tokenLog: TokenRequestLog[] = [];
	readonly loopback = makeLoopbackApp();
	readonly tls: FastifyInstance<HttpsServer>;
	private readonly folder: string;

	private constructor(
		private readonly options: SimulatorOptions,
		readonly authority: CertificateAuthority,
	) {
		this.state = new SimulatorState(options.switches ?? {}, options.realClock ?? true);
		this.grants = new GrantStore(this.state);
		this.limiter = new RateLimiter(this.state);
		this.lifecycle = new Lifecycle(this.state);
		this.folder = options.dataFolder ?? mkdtempSync(path.join(tmpdir(), 'tiktok-simulator-'));
		mkdirSync(this.folder, { recursive: true });
		const keepsVideos = options.keepVideos ?? true;
		this.uploads = new UploadStore(this.state, () => (keepsVideos ? this.folder : undefined));
		this.tls = makeTlsApp(authority);
	}

	/** Builds an engine with all routes. */
	static async create(options: SimulatorOptions): Promise<Engine> {
		const authority = await openCertificateAuthority(options.certificateFolder);
		const engine = new Engine(options, authority);
		await engine.registerTls();
		await engine.registerLoopback();
		return engine;
	}

	/** The account disconnects the app: tokens die, what is still in progress fails. */
	revoke(openId: string): void {
		this.grants.revoke(openId);
		for (const post of this.state.posts) {
			if (post.openId === openId) this.lifecycle.finish(post, 'auth_removed');
		}
	}

	/** Forgets everything but the ports. */
	reset(): void {
		this.state.reset();
		this.grants.clear();
		this.limiter.clear();
		this.tokenLog.length = 0;
		void this.uploads.clear();
	}

	async close(): Promise<void> {
		this.state.clock.reset();
		await this.uploads.clear();
		if (!this.options.dataFolder) rmSync(this.folder, { recursive: true, force: true });
	}

	private async registerTls(): Promise<void> {
		const { state, grants, uploads, lifecycle, tls, tokenLog: log } = this;
		prepareApp(tls, state, (request) => describeUpload(uploads, request));
		registerAuthorize(tls, state, grants, { host: WEB_HOST });
		await registerProfile(tls, state, { host: WEB_HOST });
		const onRevoked = (openId: string): void => this.revoke(openId);
		registerTokenEndpoints(tls, { state, grants, log, onRevoked, host: API_HOST });
		for (const endpoint of this.listEndpoints()) {
			registerApiEndpoint(tls, { state, grants, limiter: this.limiter, host: API_HOST }, endpoint);
		}
		await tls.register(async (app) => {
			for (const host of UPLOAD_HOSTS) registerUploadHost(app, { state, uploads, lifecycle }, host);
		});
	}

	private async registerLoopback(): Promise<void> {
		prepareApp(this.loopback, this.state, () => ({}));
		registerAuthorize(this.loopback, this.state, this.grants, {});
		await registerProfile(this.loopback, this.state, {});
	}

	private listEndpoints(): ApiEndpoint[] {
		const { state, lifecycle, uploads } = this;
		const services: InitServices = { state, lifecycle, uploads, pull: () => undefined };
		return [
			creatorInfoEndpoint(state),
			videoInitEndpoint(services),
			statusEndpoint(state, lifecycle),
		];
	}
}
