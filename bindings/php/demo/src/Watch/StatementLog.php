<?php

declare(strict_types=1);

namespace Cartwright\Demo\Watch;

/**
 * The statements of this process in the order in which the database got them, but for those that have nothing to do
 * with carts and the shelf: the shop looks for single goods and users, and keeps a journal and what is ordered.
 */
final class StatementLog
{
    private const ELSEWHERE = '/from "products" where|\b(users|cart_journal|checkout_orders|pragma)\b/i';

    /** @var list<Statement> */
    private array $statements = [];

    public function note(Statement $statement): void
    {
        if (preg_match(self::ELSEWHERE, $statement->sql) !== 1) {
            $this->statements[] = $statement;
        }
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
