import axios from 'axios';
import FormData from 'form-data';

import type { RunningN8n } from '../../support/n8n';
import { waitUntil } from './waitUntil';

/** The answer to a field of a form: text, or a file. */
export type FormAnswer = string | { content: Buffer; filename: string; contentType: string };

/** Waits until n8n shows the form of an activated workflow; returns its address. */
export async function waitForForm(n8n: RunningN8n, path: string): Promise<string> {
	const url = `${n8n.url}/form/${path}`;
	await waitUntil(async () => {
		const page = await axios.get(url, { proxy: false, validateStatus: () => true });
		return page.status === 200;
	}, `n8n shows the form ${path}`);
	return url;
}

/** Fills in a form's fields in their order and submits it, as n8n's page does. */
export async function submitForm(url: string, answers: readonly FormAnswer[]): Promise<void> {
	const form = new FormData();
	answers.forEach((answer, index) => {
		const field = `field-${index}`;
		if (typeof answer === 'string') {
			form.append(field, answer);
			return;
		}
		const { content, filename, contentType } = answer;
		form.append(field, content, { filename, contentType });
	});
	await axios.post(url, form, { proxy: false, headers: form.getHeaders() });
}
