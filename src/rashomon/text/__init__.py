"""Text as text: decoding, normal forms with offset maps, sentences, language, numbers and dates as words."""
