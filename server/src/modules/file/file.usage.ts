import mongoose from 'mongoose';

/** Those of some files that anything uses: every model of things with pictures lists them in `fileIds`. */
export async function findUsedFiles(ids: readonly string[]): Promise<Set<string>> {
  const used = new Set<string>();
  for (const model of Object.values(mongoose.connection.models)) {
    if (!model.schema.path('fileIds')) continue;
    const rows = await model.find({ fileIds: { $in: [...ids] } }, { fileIds: 1 }).lean<{ fileIds: string[] }[]>();
    rows.forEach((row) => row.fileIds.forEach((id) => used.add(id)));
  }
  return used;
}
