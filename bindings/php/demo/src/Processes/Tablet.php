<?php

declare(strict_types=1);

namespace Cartwright\Demo\Processes;

use Cartwright\Demo\Narration\Description;
use Cartwright\Demo\Narration\Source;
use Cartwright\Demo\Shop\Shop;
use Cartwright\Demo\Watch\EventLog;
use MasyukAI\Cart\Cart;

/**
 * The same customer on another device: puts a tamper into the cart.
 */
final class Tablet implements Task
{
    private EventLog $events;

    private Cart $cart;

    public function prepare(string $directory, array $arguments): void
    {
        $this->events = new EventLog();
        $this->cart = Shop::open($directory, events: $this->events)->cart($arguments[0]);
    }

    public function run(): array
    {
        $cart = $this->cart;
        $php = fn () => $cart->add('tamper', 'Tamper, 58 mm', 24);

        return [
            'result' => Description::of($php()),
            'php' => Source::of($php),
            'events' => $this->events->take(),
        ];
    }
}
