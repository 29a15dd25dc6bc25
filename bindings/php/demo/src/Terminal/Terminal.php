<?php

declare(strict_types=1);

namespace Cartwright\Demo\Terminal;

/**
 * Writes paragraphs and rows, none wider than a terminal of 100 columns.
 */
final class Terminal
{
    private const WIDTH = 98;
    private const LABEL = 10;

    private readonly bool $colours;

    /** Whether the last line was empty; two never follow each other. */
    private bool $isAtGap = true;

    /**
     * @param resource $stream
     */
    public function __construct(private $stream)
    {
        $this->colours = Paint::suits($stream);
    }

    public function line(string $text, Paint $paint = Paint::Plain): void
    {
        $text = rtrim($text);

        if ($text === '') {
            $this->gap();

            return;
        }

        fwrite($this->stream, $paint->on($text, $this->colours) . "\n");
        $this->isAtGap = false;
    }

    public function gap(): void
    {
        if (! $this->isAtGap) {
            fwrite($this->stream, "\n");
            $this->isAtGap = true;
        }
    }

    public function heading(string $text): void
    {
        $rule = str_repeat('─', max(2, self::WIDTH - mb_strwidth($text) - 1));
        $this->gap();
        $this->line($text . ' ' . $rule, Paint::Heading);
        $this->gap();
    }

    public function paragraph(string $text): void
    {
        $this->gap();

        foreach (self::wrapped($text, self::WIDTH) as $line) {
            $this->line($line);
        }

        $this->gap();
    }

    /**
     * A label in a column of its own, and beside it text of which each line is kept, wrapped and painted.
     */
    public function row(string $label, string $text, Paint $paint = Paint::Plain, int $hanging = 0): void
    {
        foreach (explode("\n", $text) as $source) {
            $indent = strlen($source) - strlen(ltrim($source, ' '));
            $width = self::WIDTH - self::LABEL - 2 - $indent;

            foreach (self::wrapped(ltrim($source, ' '), $width, $hanging) as $line) {
                $space = str_repeat(' ', self::LABEL - mb_strwidth($label));
                $this->line(
                    $space . Paint::Dim->on($label, $this->colours) . '  ' . str_repeat(' ', $indent)
                    . $paint->on($line, $this->colours),
                );
                $label = '';
            }
        }
    }

    public function claim(string $sentence): void
    {
        $this->marked('✓', $sentence, Paint::Good);
    }

    public function refuted(string $sentence): void
    {
        $this->gap();
        $this->marked('✗', $sentence, Paint::Bad);
    }

    private function marked(string $mark, string $sentence, Paint $paint): void
    {
        $before = str_repeat(' ', self::LABEL - 1) . $paint->on($mark, $this->colours);

        foreach (self::wrapped($sentence, self::WIDTH - self::LABEL - 2) as $line) {
            $this->line($before . '  ' . Paint::Bold->on($line, $this->colours));
            $before = str_repeat(' ', self::LABEL);
        }
    }

    /**
     * @return list<string>
     */
    private static function wrapped(string $text, int $width, int $hanging = 0): array
    {
        $lines = [];
        $line = '';

        foreach (self::words($text, $width - $hanging) as $word) {
            if ($line !== '' && trim($line) !== '' && mb_strwidth("{$line} {$word}") > $width) {
                $lines[] = $line;
                $line = $word === '' ? '' : str_repeat(' ', $hanging) . $word;
            } else {
                $line = $line === '' ? $word : "{$line} {$word}";
            }
        }

        $lines[] = $line;

        return $lines;
    }

    /**
     * What is between two spaces, cut where it is wider than a line: JSON has no spaces.
     *
     * @return list<string>
     */
    private static function words(string $text, int $width): array
    {
        $words = [];

        foreach (explode(' ', $text) as $word) {
            array_push($words, ...mb_strwidth($word) > $width ? mb_str_split($word, $width) : [$word]);
        }

        return $words;
    }
}
