<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

/**
 * The file in which a process writes down what became of each operation before it does the next. Another one that goes
 * on in the place of a killed one writes on.
 */
final readonly class Record
{
    public function __construct(private string $file)
    {
    }

    public static function of(int $process, string $directory): self
    {
        return new self("{$directory}/process-{$process}");
    }

    public function write(Line $line): void
    {
        file_put_contents($this->file, $line->text(), FILE_APPEND);
    }

    /**
     * @return list<Line>
     */
    public function lines(): array
    {
        $text = is_file($this->file) ? (string) file_get_contents($this->file) : '';

        return array_map(Line::parse(...), array_filter(explode("\n", $text)));
    }

    /**
     * Without the line that a killed process has not finished.
     */
    public function repair(): void
    {
        $text = is_file($this->file) ? (string) file_get_contents($this->file) : '';
        file_put_contents($this->file, substr($text, 0, (int) strrpos("\n{$text}", "\n")));
    }
}
