<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Transactions;

use Cartwright\Tests\Support\Nesting;
use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\TransactionCellTestCase;
use Cartwright\Tests\Support\TransactionOutcomes;
use Illuminate\Database\QueryException;

/**
 * Our cart and our transaction have read version n, a rival commits version n + 1, then we change the cart.
 */
class StaleReadTest extends TransactionCellTestCase
{
    protected static function situation(): string
    {
        return TransactionOutcomes::STALE_READ;
    }

    protected function prepare(): void
    {
        $this->cart()->add('apple', 'Apple', 20.0);
        $this->cart->content();
    }

    protected function rivalActs(): void
    {
        $this->addThePear($this->readersKeepTheRivalOut());
    }

    protected function rivalFinishes(): void
    {
        if ($this->readersKeepTheRivalOut()) {
            $this->addThePear(false);
        }
    }

    protected function expected(): array
    {
        return ['apple' => 1, 'pear' => 1, 'plum' => 1];
    }

    private function addThePear(bool $refused): void
    {
        // A rival who is kept out would wait; this one does not, so that we can go on.
        $rival = $this->cart($this->connection('rival', $refused ? 0 : null));

        if (! $refused) {
            $rival->add('pear', 'Pear', 10.0);

            return;
        }

        try {
            $rival->add('pear', 'Pear', 10.0);
            $this->fail('The rival has committed although our transaction had read.');
        } catch (QueryException $busy) {
            $this->assertSame(5, $busy->errorInfo[1]);
            $this->databases->purge('rival');
        }
    }

    private function readersKeepTheRivalOut(): bool
    {
        return $this->on === TestDatabase::SqliteJournal && $this->nesting !== Nesting::None;
    }
}
