// Reads files with @trustnxt/c2pa-ts and prints one JSON object a line: {file, read, valid, codes}.
import * as fs from 'node:fs/promises';
import { BMFF, JPEG, PNG } from '@trustnxt/c2pa-ts/asset';
import { SuperBox } from '@trustnxt/c2pa-ts/jumbf';
import { ManifestStore } from '@trustnxt/c2pa-ts/manifest';

// Its box reader and hashes know MP4; only its list of brands does not.
BMFF.canReadBrands = new Set([...BMFF.canReadBrands, 'isom', 'mp42']);

// It has no reader for RIFF: this finds the chunk, and all that is checked is c2pa-ts's own.
class RIFF {
    constructor(data) {
        this.data = data;
        const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
        for (let at = 12; at + 8 <= data.length; ) {
            const size = view.getUint32(at + 4, true);
            if (this.name(at) === 'C2PA') this.chunk = { start: at, length: 8 + size };
            at += 8 + size + (size % 2);
        }
    }
    static canRead(data) {
        return Buffer.from(data.subarray(0, 4)).toString() === 'RIFF';
    }
    name(at) {
        return Buffer.from(this.data.subarray(at, at + 4)).toString();
    }
    getManifestJUMBF() {
        return this.chunk && this.data.subarray(this.chunk.start + 8, this.chunk.start + this.chunk.length);
    }
    getHashExclusionRange() {
        return this.chunk;
    }
    getDataLength() {
        return this.data.length;
    }
    async getDataRange(start = 0, length = this.data.length - start) {
        return this.data.subarray(start, start + length);
    }
}

for (const file of process.argv.slice(2)) {
    const told = { file, read: false, valid: false, codes: [] };
    try {
        const data = await fs.readFile(file);
        const Format = [JPEG, PNG, BMFF, RIFF].find((format) => format.canRead(data));
        if (Format) {
            const asset = new Format(data);
            const manifest = asset.getManifestJUMBF();
            told.read = true;
            told.codes = ['no manifest'];
            if (manifest) {
                const result = await ManifestStore.read(SuperBox.fromBuffer(manifest)).validate(asset);
                told.valid = result.isValid;
                told.codes = result.statusEntries.filter((entry) => !entry.success).map((entry) => entry.code);
            }
        }
    } catch (error) {
        told.codes = [String(error.message)];
    }
    console.log(JSON.stringify(told));
}
