<?php

declare(strict_types=1);

namespace Cartwright\Demo\Watch;

/**
 * A statement that reached the database.
 */
final class Statement
{
    private const TEXT_THAT_FITS = 24;

    /** Rows it changed or returned; unknown for BEGIN and its like. */
    public ?int $rows = null;

    /**
     * @param array<int|string, mixed> $values by place
     */
    public function __construct(public readonly string $sql, private readonly array $values = [])
    {
    }

    /**
     * One that another process has noted.
     *
     * @param array{sql: string, values: array<int|string, mixed>, rows: int|null} $noted
     */
    public static function noted(array $noted): self
    {
        $statement = new self($noted['sql'], $noted['values']);
        $statement->rows = $noted['rows'];

        return $statement;
    }

    /**
     * @return array{sql: string, values: array<int|string, mixed>, rows: int|null}
     */
    public function note(): array
    {
        return ['sql' => $this->sql, 'values' => $this->values, 'rows' => $this->rows];
    }

    /**
     * The statement with its values in their places, the long ones cut: to be read, not to be run.
     */
    public function text(): string
    {
        $values = array_values($this->values);
        $pieces = explode('?', (string) preg_replace('/\s+/', ' ', trim($this->sql)));
        $text = array_shift($pieces);

        foreach ($pieces as $at => $piece) {
            $text .= self::readable($values[$at] ?? null) . $piece;
        }

        return $text;
    }

    /**
     * Without what a reader who has seen it once need not see again.
     */
    public function shortened(): string
    {
        return (string) preg_replace('/\bcase when .+? end\b/', 'case … end', $this->text());
    }

    public function outcome(): string
    {
        return match ($this->rows) {
            null => '',
            1 => '1 row',
            default => "{$this->rows} rows",
        };
    }

    private static function readable(mixed $value): string
    {
        if (! is_string($value)) {
            return $value === null ? 'null' : (string) $value;
        }

        if (preg_match('/^[0-9a-f]{8}-[0-9a-f-]{27}$/', $value) === 1) {
            return "'" . substr($value, 0, 8) . "…'";
        }

        return strlen($value) > self::TEXT_THAT_FITS
            ? "'" . mb_strcut($value, 0, self::TEXT_THAT_FITS) . "…' (" . strlen($value) . ' bytes)'
            : "'{$value}'";
    }
}
