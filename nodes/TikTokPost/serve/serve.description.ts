import type { INodeProperties, IWebhookDescription } from 'n8n-workflow';
import { verificationFileExpression } from '../../shared/tiktok/post/verificationFile';

/** Of HTML, n8n's notices take links and lists alone. */
const SETUP_NOTICE = [
	'Lets TikTok download photos that are files in n8n, and nothing else. Once per TikTok app:<ul>',
	'<li>Copy the Production URL from "Webhook URLs" above.</li>',
	'<li>Open your app in the <a href="https://developers.tiktok.com/apps/" target="_blank">TikTok developer portal</a>, there "URL properties" and "URL prefix". Paste the URL and add a / at the end.</li>',
	'<li>TikTok gives you a file to download. Enter its name below.</li>',
	'<li>Publish (activate) this workflow, then press "Verify" in the portal.</li>',
	'<li>Paste the Production URL into Photo Address of the TikTok credential.</li></ul>',
	'Keep this node in a workflow of its own: it starts no executions.',
].join('');

/**
 * The routes. The first is the one that people see and copy, and all of them lie below it. n8n registers a changing
 * part only below the node's id, and would show the id once where it stands twice: so that one is hidden.
 */
export const webhooks: IWebhookDescription[] = [
	{ name: 'default', httpMethod: 'GET', responseMode: 'onReceived', isFullPath: true, path: '' },
	{
		name: 'setup',
		// TikTok may look with HEAD first. n8n takes several methods in one text; its type knows one.
		httpMethod: 'GET,HEAD' as 'GET',
		responseMode: 'onReceived',
		path: verificationFileExpression('$parameter["verificationFile"]'),
		ndvHideUrl: true,
	},
	{
		name: 'default',
		httpMethod: 'GET,HEAD' as 'GET',
		responseMode: 'onReceived',
		path: ':file',
		ndvHideUrl: true,
	},
];

/** The parameters of TikTok Post Media. */
export const description: INodeProperties[] = [
	{ displayName: SETUP_NOTICE, name: 'setupNotice', type: 'notice', default: '' },
	{
		displayName: 'Verification File',
		name: 'verificationFile',
		type: 'string',
		noDataExpression: true,
		default: '',
		placeholder: 'e.g. tiktokAbCdEfGhIjKlMnOpQrStUvWxYz123456.txt',
		description:
			'Name of the file by which TikTok verifies the URL prefix, or the text in it. Not needed where the whole domain is verified. A sandbox is verified by a file of its own.',
	},
];
