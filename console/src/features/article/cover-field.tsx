import { Button } from 'antd';
import { PictureField } from '../../components/picture-field';
import { useUpload } from '../../components/use-upload';

interface CoverFieldProps {
  fileId: string | null;
  onChange: (fileId: string | null) => void;
}

/** The picture above an article in lists. */
export function CoverField({ fileId, onChange }: CoverFieldProps) {
  const upload = useUpload();
  return (
    <div className="cover-field">
      {fileId && <img className="picture-shown" src={`/api/v1/files/${fileId}?w=640`} alt="现在的封面" />}
      <PictureField upload={upload} text={fileId ? '换一张封面' : '选择封面'} onPicture={({ id }) => onChange(id)}>
        {fileId && <Button onClick={() => onChange(null)}>不要封面</Button>}
      </PictureField>
    </div>
  );
}
