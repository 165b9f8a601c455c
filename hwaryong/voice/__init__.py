"""The voice desk: scratch voices, mouths, the mix and the subtitles."""
