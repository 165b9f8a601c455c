"""The process in which espeak-ng runs: `python -m hwaryong.voice.espeak`.

espeak-ng is GPL-3 and has crashed inside other programs, so this file is a program of its own that nothing
imports. It reads one JSON object on stdin, {"text", "voice", "rate_wpm", "pitch"}, and writes to stdout a
line with one JSON object, {"rate_hz", "samples", "phones": [[sample, ipa]…], "words": [[sample, first
character, length]…]}, and after it a wav file (16 bit, mono, espeak's own rate); or {"error": …}, status 2.
"""

from __future__ import annotations

import ctypes
import io
import json
import sys
import wave
from pathlib import Path
from typing import Any

import espeakng_loader

SYNCHRONOUS, PHONEME_EVENTS_IPA, DO_NOT_EXIT, UTF8 = 2, 3, 0x8000, 1
RATE, PITCH = 1, 3
WORD, PHONEME = 1, 7


class _Value(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int), ("unique_identifier", ctypes.c_uint), ("text_position", ctypes.c_int),
        ("length", ctypes.c_int), ("audio_position", ctypes.c_int), ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p), ("id", _Value),
    )  # fmt: skip


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


def library() -> ctypes.CDLL:
    """The library with every argument type declared; without them a pointer is cut to 32 bits."""
    lib = ctypes.CDLL(espeakng_loader.get_library_path())
    lib.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
    lib.espeak_SetSynthCallback.argtypes = [_Callback]
    lib.espeak_SetVoiceByName.argtypes = [ctypes.c_char_p]
    lib.espeak_SetParameter.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int]
    lib.espeak_Synth.argtypes = [
        ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
        ctypes.POINTER(ctypes.c_uint), ctypes.c_void_p,
    ]  # fmt: skip
    return lib


def say(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Speak the request; answers the events and the wav file, or the error and nothing."""
    lib = library()
    data = str(espeakng_loader.get_data_path())
    rate_hz = lib.espeak_Initialize(SYNCHRONOUS, 0, data.encode(), PHONEME_EVENTS_IPA | DO_NOT_EXIT)
    if rate_hz <= 0:
        return {"error": "espeak-ng does not start"}, b""
    variant = request["voice"].partition("+")[2]  # espeak-ng itself overlooks one that it does not have
    known = not variant or Path(data, "voices", "!v", variant).is_file()
    if not known or lib.espeak_SetVoiceByName(request["voice"].encode()) != 0:
        return {"error": "voice"}, b""
    lib.espeak_SetParameter(RATE, request["rate_wpm"], 0)
    lib.espeak_SetParameter(PITCH, request["pitch"], 0)
    sound = bytearray()
    phones: list[tuple[int, str]] = []
    words: list[tuple[int, int, int]] = []

    def hear(data: int | None, length: int, events: Any) -> int:
        if data and length > 0:
            sound.extend(ctypes.string_at(data, 2 * length))
        index = 0
        while events[index].type:
            event = events[index]
            if event.type == PHONEME:
                phones.append((event.sample, event.id.string.decode("utf-8", "ignore")))
            elif event.type == WORD:
                words.append((event.sample, event.text_position - 1, event.length))
            index += 1
        return 0

    callback = _Callback(hear)
    lib.espeak_SetSynthCallback(callback)
    text = request["text"].encode()
    status = lib.espeak_Synth(text, len(text) + 1, 0, 1, 0, UTF8, None, None)
    if status != 0:
        return {"error": f"espeak-ng answers {status}"}, b""
    wav = io.BytesIO()
    with wave.open(wav, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(bytes(sound))
    events = {"rate_hz": rate_hz, "samples": len(sound) // 2, "phones": phones, "words": words}
    return events, wav.getvalue()


if __name__ == "__main__":
    events, wav = say(json.load(sys.stdin))
    sys.stdout.buffer.write(json.dumps(events).encode() + b"\n" + wav)
    sys.exit(2 if "error" in events else 0)
