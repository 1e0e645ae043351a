import { MAX_PHOTOS } from '@linkang/shared/api/lecture-record';
import { staffMay } from '@linkang/shared/api/policy';
import { Button } from 'antd';
import { useAccount } from '../../api/sign-in';
import { PictureField } from '../../components/picture-field';
import { useUpload } from '../../components/use-upload';

interface PhotoListProps {
  ids: readonly string[];
  /** What one of them is called. */
  name: string;
  uploadText: string;
  onChange: (ids: string[]) => void;
}

/** Pictures with the way to add and to remove one. */
export function PhotoList({ ids, name, uploadText, onChange }: PhotoListProps) {
  const upload = useUpload();
  const roles = useAccount()?.roles ?? [];
  return (
    <>
      <div className="record-photos">
        {ids.map((id, index) => (
          <figure key={id}>
            <img src={`/api/v1/files/${id}?w=640`} alt={`${name}${index + 1}`} />
            <Button aria-label={`去掉${name}${index + 1}`} onClick={() => onChange(ids.filter((one) => one !== id))}>
              去掉
            </Button>
          </figure>
        ))}
      </div>
      {staffMay(roles, 'file.create') && ids.length < MAX_PHOTOS && (
        <PictureField upload={upload} text={uploadText} onPicture={({ id }) => onChange([...ids, id])} />
      )}
      {!staffMay(roles, 'file.create') && <p className="soft">照片请编辑或主任上传。</p>}
    </>
  );
}
