-- What is kept of a message that was changed or deleted, to tell a resend of it from a conflict: HMAC-SHA-256 of its
-- identity, its text and its extra.
--
-- p_key: the deployment's key, as the two 64-byte blocks that HMAC makes of it, one behind the other (digest-key.ts). It
-- is a parameter and never stored, so that texts cannot be guessed by a dump. Without a key there is no digest.
--
-- A separator that no text contains stands before the extra; without one there is nothing.
--
-- PostgreSQL has SHA-256 without an extension, and no HMAC, so HMAC is written out here.
CREATE OR REPLACE FUNCTION sent_digest(
  p_key bytea, p_room text, p_user uuid, p_client_id uuid, p_text text, p_extra jsonb DEFAULT NULL
) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(substring(p_key FROM 65) || sha256(substring(p_key FOR 64) ||
    convert_to(concat_ws(' ', p_room, p_user, p_client_id, p_text, E'\x1F' || p_extra::text), 'UTF8')))
$$;
