/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test support starts real processes; it is never shipped */

import { Agent } from 'node:https';
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

import axios, { type AxiosInstance } from 'axios';

import type { SimulatorRouting } from './n8nEnvironment';

/** What the person in front of TikTok's consent page does. */
export interface ConsentChoice {
	decision: 'allow' | 'deny';
	/** Account that gives consent; the page's first one if left out. */
	openId?: string;
	/** Scopes that stay ticked; all that were asked for if left out. */
	scopes?: readonly string[];
}

/** How the connection attempt ended. */
export interface ConsentResult {
	/** Address that TikTok sent the browser back to. */
	callbackUrl: string;
	/** HTTP status and text of n8n's callback page. */
	status: number;
	page: string;
}

/** What {@link followConsent} needs to know about the two sides. */
export interface ConsentRoute {
	simulator: SimulatorRouting;
	n8nUrl: string;
	/** The session of the user who connects; n8n checks it in the callback. */
	n8nCookie: string;
}

/**
 * Goes through TikTok's consent page without a browser: loads it under its real host name, sends
 * its form with the choice made, and opens n8n's callback page that TikTok redirects to.
 */
export async function followConsent(
	authorizeUrl: string,
	choice: ConsentChoice,
	route: ConsentRoute,
): Promise<ConsentResult> {
	const isOnLoopback = new URL(authorizeUrl).hostname === '127.0.0.1';
	const tiktok = isOnLoopback ? PLAIN_CLIENT : createTikTokClient(route.simulator);
	const page = await tiktok.get<string>(authorizeUrl);
	const answer =
		page.status === 302 ? page : await submitForm(tiktok, authorizeUrl, page.data, choice);
	const location: unknown = answer.headers.location;
	if (typeof location !== 'string') {
		throw new Error(
			`TikTok's consent page did not redirect (HTTP ${answer.status}): ${answer.data}`,
		);
	}
	return await openCallback(location, route);
}

const AS_BROWSER = { maxRedirects: 0, validateStatus: () => true };

/** For consent pages that a simulator serves on loopback, to people without the test's routing. */
const PLAIN_CLIENT = axios.create({ ...AS_BROWSER, proxy: false });

function createTikTokClient(simulator: SimulatorRouting): AxiosInstance {
	const proxy = new URL(simulator.proxyUrl);
	return axios.create({
		proxy: { protocol: 'http', host: proxy.hostname, port: Number(proxy.port) },
		httpsAgent: new Agent({ ca: [...rootCertificates, readFileSync(simulator.caFile, 'utf8')] }),
		...AS_BROWSER,
	});
}

async function submitForm(
	tiktok: AxiosInstance,
	pageUrl: string,
	html: string,
	choice: ConsentChoice,
) {
	const form = /<form\b([^>]*)>([\s\S]*?)<\/form>/i.exec(html);
	if (!form) throw new Error(`TikTok's consent page has no form: ${html.slice(0, 2000)}`);
	const [, attributes = '', body = ''] = form;
	const target = new URL(readAttribute(attributes, 'action') ?? pageUrl, pageUrl);
	return await tiktok.post<string>(target.href, buildFormData(body, choice).toString(), {
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
	});
}

/** The fields a browser would send: hidden ones as they are, the rest as the person chose. */
function buildFormData(html: string, choice: ConsentChoice): URLSearchParams {
	const data = new URLSearchParams();
	for (const [, attributes = ''] of html.matchAll(/<input\b([^>]*)>/gi)) {
		const name = readAttribute(attributes, 'name');
		const value = readAttribute(attributes, 'value') ?? '';
		if (name && isSent(readAttribute(attributes, 'type'), attributes, value, choice)) {
			data.append(name, value);
		}
	}
	data.set('decision', choice.decision);
	return data;
}

function isSent(
	type: string | undefined,
	attributes: string,
	value: string,
	choice: ConsentChoice,
): boolean {
	if (type === 'hidden') return true;
	if (type === 'radio')
		return choice.openId ? value === choice.openId : /\bchecked\b/.test(attributes);
	if (type === 'checkbox') return choice.scopes ? choice.scopes.includes(value) : true;
	return false;
}

function readAttribute(attributes: string, name: string): string | undefined {
	const value = new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(attributes)?.[1];
	return value
		?.replace(/&quot;/g, '"')
		.replace(/&#39;/g, "'")
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&amp;/g, '&');
}

/** n8n may be registered under a public https address; the page behind it is this instance's. */
async function openCallback(callbackUrl: string, route: ConsentRoute): Promise<ConsentResult> {
	const { pathname, search } = new URL(callbackUrl);
	const response = await axios.get<string>(`${route.n8nUrl}${pathname}${search}`, {
		proxy: false,
		headers: { cookie: route.n8nCookie },
		validateStatus: () => true,
		responseType: 'text',
	});
	return { callbackUrl, status: response.status, page: String(response.data) };
}
