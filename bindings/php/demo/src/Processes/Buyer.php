<?php

declare(strict_types=1);

namespace Cartwright\Demo\Processes;

use Cartwright\Demo\Narration\Source;
use Cartwright\Demo\Shop\Shop;
use Cartwright\Demo\Watch\StatementLog;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Exceptions\CartConflictException;

/**
 * One of many who buy on one cart as fast as they can.
 */
final class Buyer implements Task
{
    private StatementLog $statements;

    private Cart $cart;

    private int $times;

    public function prepare(string $directory, array $arguments): void
    {
        $this->statements = new StatementLog();
        $this->cart = Shop::open($directory, $this->statements)->cart($arguments[0]);
        $this->times = (int) $arguments[1];
    }

    public function run(): array
    {
        $cart = $this->cart;
        $php = fn () => $cart->add('ticket', 'Tasting ticket', 5);
        $acknowledged = 0;
        $overtaken = 0;
        $slowest = 0;

        for ($time = 0; $time < $this->times; $time++) {
            $this->statements->take();
            $begun = hrtime(true);

            try {
                $php();
                $acknowledged++;
            } catch (CartConflictException) {
                // It says so, and changed nothing: the customer would be asked to try again.
            }

            $slowest = max($slowest, hrtime(true) - $begun);
            $overtaken += (int) $this->queued();
        }

        return [
            'php' => Source::of($php),
            'acknowledged' => $acknowledged,
            'overtaken' => $overtaken,
            'slowest' => $slowest / 1e6,
        ];
    }

    /**
     * Whether others were faster, so that the change had to queue.
     */
    private function queued(): bool
    {
        foreach ($this->statements->take() as $statement) {
            if (stripos($statement->sql, 'immediate') !== false) {
                return true;
            }
        }

        return false;
    }
}
