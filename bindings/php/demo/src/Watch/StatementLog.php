<?php

declare(strict_types=1);

namespace Cartwright\Demo\Watch;

/**
 * The statements of this process in the order in which the database got them.
 */
final class StatementLog
{
    /** @var list<Statement> */
    private array $statements = [];

    public function note(Statement $statement): void
    {
        $this->statements[] = $statement;
    }

    /**
     * What came since the last time this was asked.
     *
     * @return list<Statement>
     */
    public function take(): array
    {
        $taken = $this->statements;
        $this->statements = [];

        return $taken;
    }
}
