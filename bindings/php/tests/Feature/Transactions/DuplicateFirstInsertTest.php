<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Transactions;

use Cartwright\Tests\Support\TransactionOutcomes;

/**
 * We and a rival both have found no cart; the rival commits his first insert before ours.
 */
final class DuplicateFirstInsertTest extends StaleReadTest
{
    protected static function situation(): string
    {
        return TransactionOutcomes::DUPLICATE_FIRST_INSERT;
    }

    protected function prepare(): void
    {
        $this->assertTrue($this->cart->isEmpty());
    }

    protected function expected(): array
    {
        return ['pear' => 1, 'plum' => 1];
    }
}
