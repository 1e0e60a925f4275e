"""Small pictures of all of a clip's frames, made once and held against the originals."""
