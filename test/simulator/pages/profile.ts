/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { SimulatorState } from '../core/state';
import type { Creator, Post } from '../types';
import { CONTROL_PATH } from './controlPage';
import { renderPostPage, renderPosts, renderProfilePage } from './profilePage';

const NO_CONTENT = 204;
const NOT_FOUND = 404;
const DEFAULT_TYPE = 'video/mp4';

/** Pages of TikTok's web site: a creator's profile, one post, and the media with Range requests. */
export async function registerProfile(
	app: FastifyInstance,
	state: SimulatorState,
	constraints: { host?: string },
): Promise<void> {
	await app.register(fastifyStatic, { root: '/', serve: false });
	// Browsers ask for it by themselves.
	app.get('/favicon.ico', { constraints }, async (_request, reply) => {
		await reply.code(NO_CONTENT).send();
	});
	app.get<{ Params: { username: string } }>(
		'/@:username',
		{ constraints },
		async (request, reply) => {
			const creator = findCreator(state, request.params.username);
			if (!creator) return await reply.code(NOT_FOUND).send('No such creator');
			// The control page is for the person at this machine, not one of TikTok's.
			const controlPath = constraints.host === undefined ? CONTROL_PATH : undefined;
			const page = renderProfilePage(creator, postsOf(state, creator), controlPath);
			return await reply.type('text/html').send(page);
		},
	);
	app.get<{ Params: { username: string } }>(
		'/@:username/posts',
		{ constraints },
		async (request, reply) => {
			const creator = findCreator(state, request.params.username);
			if (!creator) return await reply.code(NOT_FOUND).send('No such creator');
			const posts = renderPosts(postsOf(state, creator));
			return await reply.type('text/html').send(posts.join('\n'));
		},
	);
	app.get<{ Params: { username: string; postId: string } }>(
		'/@:username/video/:postId',
		{ constraints },
		async (request, reply) => {
			const creator = findCreator(state, request.params.username);
			const post = state.posts.find((entry) => entry.postIds.includes(request.params.postId));
			if (!creator || post?.openId !== creator.openId) {
				return await reply.code(NOT_FOUND).send('No such post');
			}
			return await reply.type('text/html').send(renderPostPage(creator, post));
		},
	);
	app.get<{ Params: { publishId: string } }>(
		'/media/:publishId',
		{ constraints },
		async (request, reply) => {
			const post = state.findPost(request.params.publishId);
			return await sendMedia(reply, post?.filePath, post && mediaType(post));
		},
	);
	app.get<{ Params: { publishId: string; index: string } }>(
		'/media/:publishId/:index',
		{ constraints },
		async (request, reply) => {
			const { publishId, index } = request.params;
			const photo = state.findPost(publishId)?.photos?.[Number(index)];
			return await sendMedia(reply, photo?.filePath, photo?.type && `image/${photo.type}`);
		},
	);
}

async function sendMedia(
	reply: FastifyReply,
	filePath: string | undefined,
	contentType = DEFAULT_TYPE,
): Promise<FastifyReply> {
	if (filePath === undefined) return await reply.code(NOT_FOUND).send('Not kept');
	void reply.type(contentType);
	const { dir, base } = path.parse(filePath);
	return await reply.sendFile(base, dir, { contentType: false });
}

function postsOf(state: SimulatorState, creator: Creator): Post[] {
	return state.posts.filter((post) => post.openId === creator.openId);
}

function findCreator(state: SimulatorState, username: string): Creator | undefined {
	return state.creators.find((creator) => creator.username === username);
}

function mediaType(post: Post): string {
	return post.chunks[0]?.contentType ?? DEFAULT_TYPE;
}
