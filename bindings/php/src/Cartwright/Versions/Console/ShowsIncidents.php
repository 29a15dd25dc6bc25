<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

/**
 * Incidents or the audit trail as a table.
 *
 * @internal
 */
trait ShowsIncidents
{
    /**
     * @param list<array<string, mixed>> $records
     */
    private function showRecords(array $records): void
    {
        $isTrail = isset($records[0]['who']);
        $columns = $isTrail
            ? ['kind' => 'What', 'who' => 'Who', 'subject' => 'Of what', 'before' => 'Before', 'after' => 'After']
            : ['kind' => 'What', 'subject' => 'Of what', 'actions' => 'What was done', 'detail' => 'Why'];
        $this->table(['When', ...array_values($columns)], array_map(
            static fn (array $record): array => [
                gmdate('Y-m-d H:i:s', intdiv((int) $record['at_ms'], 1000)),
                ...array_map(static fn (string $name): string => (string) ($record[$name] ?? ''), array_keys($columns)),
            ],
            $records,
        ));
    }
}
