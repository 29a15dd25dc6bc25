<?php

declare(strict_types=1);

namespace Cartwright\Demo\Watch;

use PDO;

/**
 * A PDO that notes what it is asked for. DB::listen() would not do: it sees neither BEGIN and COMMIT nor how many rows
 * an UPDATE has changed, and these are the story.
 */
final class SeenPdo extends PDO
{
    /**
     * @param array<int, mixed> $options
     */
    public function __construct(string $dsn, array $options, private readonly StatementLog $log)
    {
        parent::__construct($dsn, null, null, $options);
        $this->setAttribute(PDO::ATTR_STATEMENT_CLASS, [SeenStatement::class, [$log]]);
    }

    public function exec(string $statement): int|false
    {
        $this->log->note(new Statement($statement));

        return parent::exec($statement);
    }

    public function beginTransaction(): bool
    {
        $this->log->note(new Statement('BEGIN'));

        return parent::beginTransaction();
    }

    public function commit(): bool
    {
        $this->log->note(new Statement('COMMIT'));

        return parent::commit();
    }

    public function rollBack(): bool
    {
        $this->log->note(new Statement('ROLLBACK'));

        return parent::rollBack();
    }
}
