<?php

declare(strict_types=1);

namespace Cartwright\Demo\Processes;

use Cartwright\Demo\Shop\Shop;
use Cartwright\Native\Library;
use Closure;
use Illuminate\Events\Dispatcher;
use Illuminate\Support\Facades\DB;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Facades\Cart as CurrentCart;
use MasyukAI\Cart\Listeners\DispatchCartUpdated;
use Tests\Support\Place;

/**
 * Measures in a process where nobody listens in.
 */
final class Stopwatch implements Task
{
    private const ITEMS = 10;
    private const WARM_UP = 50;

    private Cart $cart;

    private string $customer;

    private int $times;

    public function prepare(string $directory, array $arguments): void
    {
        [$this->customer, $times] = $arguments;
        $this->times = (int) $times;
        Shop::open(new Place($directory));
        // What a commit costs is the engine's and PHP's share then, not the disk's.
        DB::statement('pragma synchronous = normal');
        // Without the shop's journal, which is a statement of its own; with what the package itself listens to.
        $events = new Dispatcher(app());
        $events->subscribe(DispatchCartUpdated::class);
        $this->cart = new Cart(CurrentCart::storage(), $this->customer, $events);

        for ($item = 1; $item <= self::ITEMS; $item++) {
            $this->cart->add("item-{$item}", "Item {$item}", 100 + $item, 1, ['colour' => 'blue']);
        }
    }

    public function run(): array
    {
        $cart = $this->cart;
        $library = Library::instance();
        $row = DB::table('carts')->where('identifier', $this->customer)->first();
        $write = DB::connection()->getPdo()->prepare('update carts set items = ?, updated_at = ? where id = ?');
        $second = 0;

        return [
            'items' => self::ITEMS,
            'times' => $this->times,
            'native' => $this->median(fn () => $library->abiEpoch()),
            // Another time each time: of a row that stays as it is, SQLite writes nothing.
            'commit' => $this->median(function () use ($write, $row, &$second): void {
                $write->execute([$row->items, date('Y-m-d H:i:s', ++$second), $row->id]);
            }),
            'add' => $this->median(fn () => $cart->add('item-1', 'Item 1', 101, 1, ['colour' => 'blue'])),
            'total' => $this->median(fn () => $cart->total()),
            'adds' => self::WARM_UP + $this->times,
            'quantity' => $cart->get('item-1')?->quantity,
            'amount' => $cart->total()->getAmount(),
        ];
    }

    /**
     * In microseconds.
     */
    private function median(Closure $php): float
    {
        $times = [];

        for ($time = -self::WARM_UP; $time < $this->times; $time++) {
            $begun = hrtime(true);
            $php();
            $times[] = hrtime(true) - $begun;
        }

        $times = array_slice($times, self::WARM_UP);
        sort($times);

        return $times[intdiv(count($times), 2)] / 1e3;
    }
}
