import type { IExecuteFunctions } from 'n8n-workflow';
import type { UploadReport } from '../../../shared/n8n/upload/videoUpload';
import { BYTES_PER_MB, BYTES_PER_KB } from '../../../shared/tiktok/values/units';

const uploadsOf = new WeakMap<IExecuteFunctions, UploadReport[]>();

/** What an upload took, for `showUploads`. */
export function noteUpload(n8n: IExecuteFunctions, report: UploadReport): void {
	uploadsOf.set(n8n, [...(uploadsOf.get(n8n) ?? []), report]);
}

/** Tells in the output pane what the uploads of a run took, if there were any. n8n shows it when the node has succeeded. */
export function showUploads(n8n: IExecuteFunctions): void {
	const uploads = uploadsOf.get(n8n);
	if (uploads === undefined) return;
	n8n.addExecutionHints({ message: describeUploads(uploads), location: 'outputPane' });
}

/** For example "Uploaded 150.0 MB in 3 parts, 1 sent again, 24.5 MB/s", or "Uploaded 2 videos, 1.0 MB in 2 parts, 9.1 MB/s". */
export function describeUploads(uploads: readonly UploadReport[]): string {
	const sum = (of: keyof UploadReport) => uploads.reduce((total, report) => total + report[of], 0);
	const bytes = sum('bytes');
	const videos = uploads.length === 1 ? '' : `${uploads.length} videos, `;
	const parts = sum('chunks') === 1 ? 'in one part' : `in ${sum('chunks')} parts`;
	const resent = sum('resentChunks') === 0 ? '' : `, ${sum('resentChunks')} sent again`;
	const seconds = Math.max(sum('milliseconds'), 1) / 1_000;
	const speed = (bytes / BYTES_PER_MB / seconds).toFixed(1);
	return `Uploaded ${videos}${describeSize(bytes)} ${parts}${resent}, ${speed} MB/s`;
}

function describeSize(bytes: number): string {
	if (bytes < BYTES_PER_MB) return `${Math.ceil(bytes / BYTES_PER_KB)} kB`;
	return `${(bytes / BYTES_PER_MB).toFixed(1)} MB`;
}
