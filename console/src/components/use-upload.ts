import type { Picture } from '@linkang/shared/api/file.routes';
import { useState } from 'react';
import { errorText } from '../api/api-error';
import { uploadPicture } from '../api/upload';
import { useSubmissionKey } from '../api/use-submission-key';

/** The upload of one picture. */
export interface Upload {
  /** Percent that has gone; null while nothing is under way. */
  percent: number | null;
  /** Why the last one failed. */
  failure: string | null;
  start: (file: File) => Promise<Picture | null>;
  clear: () => void;
}

/** Uploads pictures one by one, telling how far it is; the same file keeps its key over retries. */
export function useUpload(): Upload {
  const [percent, setPercent] = useState<number | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const submission = useSubmissionKey();
  const start = async (file: File): Promise<Picture | null> => {
    setFailure(null);
    setPercent(0);
    try {
      const key = submission.keyFor([file.name, file.size, file.lastModified]);
      const picture = await uploadPicture(file, key, setPercent);
      submission.done();
      return picture;
    } catch (error) {
      setFailure(errorText(error));
      return null;
    } finally {
      setPercent(null);
    }
  };
  return { percent, failure, start, clear: () => setFailure(null) };
}
