<?php

declare(strict_types=1);

namespace Cartwright\Demo\Visitors;

use Cartwright\Demo\Watch\Statement;

/**
 * What the server writes down about a request, for the process that has sent it.
 */
final readonly class Notes
{
    /**
     * @param list<Statement> $statements
     * @param list<string> $events
     */
    private function __construct(public array $statements, public array $events)
    {
    }

    /**
     * @param list<Statement> $statements
     * @param list<string> $events
     */
    public static function write(string $directory, ?string $visit, array $statements, array $events): void
    {
        if ($visit === null || preg_match('/^\d+$/', $visit) !== 1) {
            return;
        }

        is_dir($directory) || @mkdir($directory, recursive: true);
        $note = ['statements' => array_map(static fn (Statement $one): array => $one->note(), $statements)];
        // One line for each request of a visit: a form is followed by the page to which it leads.
        file_put_contents(
            "{$directory}/{$visit}",
            json_encode($note + ['events' => $events], JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE) . "\n",
            FILE_APPEND,
        );
    }

    /**
     * About the first request of a visit: the form, not the page that follows.
     */
    public static function read(string $directory, string $visit): self
    {
        $lines = file("{$directory}/{$visit}", FILE_IGNORE_NEW_LINES) ?: ['{"statements": [], "events": []}'];
        $note = json_decode($lines[0], true, 512, JSON_THROW_ON_ERROR);

        return new self(array_map(Statement::noted(...), $note['statements']), $note['events']);
    }
}
