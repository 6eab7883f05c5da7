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
import { userInfoEndpoint } from './display/userInfo';
import { videoListEndpoint, videoQueryEndpoint } from './display/videos';
import { makeLoopbackApp, makeTlsApp, prepareApp } from './http/servers';
import { MediaLibrary } from './media/library';
import { MediaClient, type MediaTarget } from './media/mediaClient';
import { registerMediaHosts } from './media/mediaHosts';
import { Puller } from './media/puller';
import { registerAuthorize } from './oauth/authorize';
import { GrantStore } from './oauth/grants';
import { registerTokenEndpoints } from './oauth/tokenEndpoints';
import { registerControlPage } from './pages/controlRoutes';
import { registerPortal } from './pages/portalPage';
import { registerProfile } from './pages/profile';
import { registerApiEndpoint, type ApiEndpoint } from './posting/apiEndpoint';
import { cancelEndpoint } from './posting/cancel';
import { contentInitEndpoint } from './posting/contentInit';
import { creatorInfoEndpoint } from './posting/creatorInfo';
import { inboxInitEndpoint } from './posting/inboxInit';
import { Lifecycle } from './posting/lifecycle';
import { RateLimiter } from './posting/rateLimits';
import { statusEndpoint } from './posting/status';
import { UrlProperties } from './posting/urlProperties';
import { videoInitEndpoint, type InitServices } from './posting/videoInit';
import type { SimulatorOptions, TokenRequestLog } from './types';
import { UploadStore } from './upload/store';
import { describeUpload, registerUploadHost } from './upload/uploadHost';
import { WebhookSender } from './webhooks/sender';

/** Reason in the webhook `authorization.removed`. */
const REVOKED_BY_DEVELOPER = 5;

/** All parts of one simulator, wired but not yet listening. */
export class Engine {
	readonly state: SimulatorState;
	readonly grants: GrantStore;
	readonly limiter: RateLimiter;
	readonly lifecycle: Lifecycle;
	readonly uploads: UploadStore;
	readonly media = new MediaLibrary();
	readonly webhooks: WebhookSender;
	readonly urlProperties: UrlProperties;
	private readonly puller: Puller;
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
		this.webhooks = new WebhookSender(this.state);
		this.lifecycle.listener = this.webhooks;
		const client = new MediaClient(this.state, () => this.pullTarget());
		this.puller = new Puller(this.state, this.lifecycle, this.uploads, client);
		this.urlProperties = new UrlProperties(this.state, client);
	}

	/** Builds an engine with all routes. */
	static async create(options: SimulatorOptions): Promise<Engine> {
		const authority = await openCertificateAuthority(options.certificateFolder);
		const engine = new Engine(options, authority);
		await engine.registerTls();
		await engine.registerLoopback();
		return engine;
	}

	/** The account is disconnected: tokens die, what is in progress fails, a webhook tells why. */
	revoke(openId: string, reason: number): void {
		this.grants.revoke(openId);
		this.webhooks.onRevoked(openId, reason);
		for (const post of this.state.posts) {
			if (post.openId !== openId) continue;
			this.puller.stop(post.publishId);
			this.lifecycle.finish(post, 'auth_removed');
		}
	}

	/** Forgets everything but the ports. */
	reset(): void {
		this.puller.clear();
		this.webhooks.clear();
		this.media.clear();
		this.state.reset();
		this.grants.clear();
		this.limiter.clear();
		this.urlProperties.clear();
		this.tokenLog.length = 0;
		void this.uploads.clear();
	}

	async close(): Promise<void> {
		this.puller.clear();
		this.webhooks.clear();
		this.state.clock.reset();
		await this.webhooks.settled();
		await this.uploads.clear();
		if (!this.options.dataFolder) rmSync(this.folder, { recursive: true, force: true });
	}

	private async registerTls(): Promise<void> {
		const { state, grants, uploads, lifecycle, tls, tokenLog: log } = this;
		prepareApp(tls, state, (request) => describeUpload(uploads, request));
		registerAuthorize(tls, state, grants, { host: WEB_HOST });
		await registerProfile(tls, state, { host: WEB_HOST });
		const onRevoked = (openId: string): void => this.revoke(openId, REVOKED_BY_DEVELOPER);
		registerTokenEndpoints(tls, { state, grants, log, onRevoked, host: API_HOST });
		for (const endpoint of this.listEndpoints()) {
			registerApiEndpoint(tls, { state, grants, limiter: this.limiter, host: API_HOST }, endpoint);
		}
		await tls.register(async (app) => {
			for (const host of UPLOAD_HOSTS) registerUploadHost(app, { state, uploads, lifecycle }, host);
		});
		await tls.register(async (app) => registerMediaHosts(app, this.media));
	}

	private async registerLoopback(): Promise<void> {
		prepareApp(this.loopback, this.state, () => ({}));
		registerAuthorize(this.loopback, this.state, this.grants, {});
		await registerProfile(this.loopback, this.state, {});
		registerControlPage(this.loopback, this);
		registerPortal(this.loopback, this.state, this.urlProperties);
	}

	private pullTarget(): MediaTarget {
		const address = this.tls.server.address();
		const tlsPort = typeof address === 'object' && address ? address.port : 0;
		return { tlsPort, caFile: this.authority.caFile };
	}

	private listEndpoints(): ApiEndpoint[] {
		const { state, lifecycle, uploads, puller } = this;
		const pull: InitServices['pull'] = (post, urls) => puller.start(post, urls);
		const services: InitServices = { state, lifecycle, uploads, pull };
		return [
			creatorInfoEndpoint(state),
			videoInitEndpoint(services),
			inboxInitEndpoint(services),
			contentInitEndpoint(services),
			statusEndpoint(state, lifecycle),
			cancelEndpoint(state, lifecycle, (publishId) => puller.stop(publishId)),
			userInfoEndpoint(state),
			videoListEndpoint(state),
			videoQueryEndpoint(state),
		];
	}
}
