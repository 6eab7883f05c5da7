import type { IExecuteFunctions } from 'n8n-workflow';
import type { UploadReport } from '../../../shared/n8n/upload/videoUpload';
import { BYTES_PER_MB, BYTES_PER_KB } from '../../../shared/tiktok/values/units';

/** Tells in the output pane what an upload took. n8n shows it when the node has succeeded. */
export function showUploadReport(n8n: IExecuteFunctions, report: UploadReport): void {
	n8n.addExecutionHints({ message: describeUpload(report), location: 'outputPane' });
}

/** For example "Uploaded 150.0 MB in 3 parts, 1 of them sent again, 24.5 MB/s". */
export function describeUpload(report: UploadReport): string {
	const parts = report.chunks === 1 ? 'in one part' : `in ${report.chunks} parts`;
	const resent = report.resentChunks === 0 ? '' : `, ${report.resentChunks} sent again`;
	const seconds = Math.max(report.milliseconds, 1) / 1_000;
	const speed = (report.bytes / BYTES_PER_MB / seconds).toFixed(1);
	return `Uploaded ${describeSize(report.bytes)} ${parts}${resent}, ${speed} MB/s`;
}

function describeSize(bytes: number): string {
	if (bytes < BYTES_PER_MB) return `${Math.ceil(bytes / BYTES_PER_KB)} kB`;
	return `${(bytes / BYTES_PER_MB).toFixed(1)} MB`;
}
