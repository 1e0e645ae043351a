interface DoctorFaceProps {
  name: string;
  photoUrl: string | null;
}

/** A doctor's photo, cut round, or the first character of the name; the name itself stands beside it. */
export function DoctorFace({ name, photoUrl }: DoctorFaceProps) {
  return (
    <span className="doctor-face" aria-hidden="true">
      {photoUrl ? <img src={photoUrl} alt="" /> : name.slice(0, 1)}
    </span>
  );
}
