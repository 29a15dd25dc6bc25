<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Illuminate\Database\Connection;

/**
 * The statements that are sent to a connection, also those that fail, which Laravel's own log leaves out.
 */
final class StatementLog
{
    /** @var list<string> */
    private array $statements = [];

    public function __construct(Connection $connection)
    {
        $connection->beforeExecuting(function (string $statement): void {
            $this->statements[] = $statement;
        });
    }

    public function clear(): void
    {
        $this->statements = [];
    }

    /**
     * @return list<string>
     */
    public function statements(): array
    {
        return $this->statements;
    }

    /**
     * What they do, shortly.
     *
     * @return list<string>
     */
    public function kinds(): array
    {
        return array_map(static fn (string $statement): string => match (true) {
            str_ends_with($statement, 'where 1 = 0') => 'take the lock',
            str_starts_with($statement, 'select') => str_ends_with($statement, 'for update') ? 'locking read' : 'read',
            default => explode(' ', $statement)[0],
        }, $this->statements);
    }
}
