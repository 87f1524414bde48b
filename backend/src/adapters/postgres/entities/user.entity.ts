import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('users')
export class UserEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  username!: string;

  @Column('text', { name: 'name_key' })
  nameKey!: string;

  @Column('text')
  kind!: 'account' | 'guest';

  @Column('text')
  role!: 'member' | 'admin';

  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash!: string | null;

  /** Null while it may be used. */
  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt!: Date | null;

  @Column('timestamptz', { name: 'role_changed_at', nullable: true })
  roleChangedAt!: Date | null;
}
