<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\Support\PackageCopy;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * A program ends with carts in its hands, in whatever order PHP lets go of them. Each is a process of its own: a double
 * free would end this one.
 */
final class ShutdownTest extends TestCase
{
    private const PROGRAM = <<<'PHP'
        use Cartwright\Native\Abi;
        use Cartwright\Native\Library;
        use Cartwright\Native\NativeCart;
        use Cartwright\Native\NativeEngine;
        use Cartwright\Native\NativeLocks;
        use Cartwright\Native\NewItem;

        require $argv[1];

        final class Holder
        {
            public static mixed $static = null;

            public mixed $held = null;

            public function __construct(private readonly string $name = '')
            {
            }

            public function __destruct()
            {
                // The cart can be used as long as somebody holds it.
                if ($this->held instanceof NativeCart) {
                    echo $this->name, ' has ', $this->held->itemCount(), "\n";
                }
            }
        }

        function cart(): NativeCart
        {
            $cart = Library::instance()->newCart();
            $cart->add(new NewItem('a', 'A', 100, 1, null, null, null, null));

            return $cart;
        }

        /** An engine and all that comes of one. */
        function everything(): array
        {
            $engine = NativeEngine::open(['store' => 'memory']);
            $cart = $engine->cart('user-7');
            $result = $cart->apply(['op' => 'add', 'id' => 'a', 'name' => 'A', 'price' => 100]);
            $plan = $engine->planMerge(['user-7', 'default'], ['b', 'default'], Abi::MERGE_ADD_QUANTITIES);
            $locks = NativeLocks::open(['store' => 'memory']);

            return [$engine, $cart, $result, $plan, $locks, $locks->acquire('a', 1000)];
        }

        PHP;

    #[Test]
    #[DataProvider('ends')]
    public function itEndsAsIfThereWereNoCarts(string $program, string $says = '', int $status = 0): void
    {
        [$output, $errors, $ended] = PackageCopy::run(
            ['-d', 'display_errors=0', '-d', 'log_errors=0', '-r', self::PROGRAM . $program,
                PackageCopy::REPOSITORY . '/bindings/php/autoload.php'],
            ['CARTWRIGHT_LIBRARY' => PackageCopy::library()],
        );

        $this->assertSame([$says, '', $status], [$output, $errors, $ended]);
    }

    public static function ends(): array
    {
        return [
            'the library first' => ['$library = Library::instance(); $cart = cart();'],
            'the cart first' => ['$cart = cart(); $library = Library::instance();'],
            'an engine before all that comes of it' => ['$all = everything();'],
            'an engine after all that comes of it' => ['$all = array_reverse(everything()); while ($all) array_shift($all);'],
            'a bound cart alone' => ['[, $cart] = everything(); echo $cart->quantity();', '1'],
            'a result alone' => ['[, , $result] = everything(); echo $result->changes()[0]["change"];', 'item_added'],
            'an engine that is held by what it holds' => [
                '$a = new Holder("a"); $all = everything(); $a->held = [$a, $all, $all[1]]; Holder::$static = $a;',
            ],
            'a static property' => ['Holder::$static = [cart(), cart()];'],
            'a static variable' => ['function keep() { static $cart; $cart ??= cart(); } keep();'],
            'carts that hold each other' => [
                '$a = new Holder("a"); $b = new Holder("b"); $a->held = [$b, cart()]; $b->held = [$a, cart()];',
            ],
            'a destructor that still reads' => ['$a = new Holder("a"); $a->held = cart();', "a has 1\n"],
            'a static destructor that still reads' => [
                'Holder::$static = new Holder("static"); Holder::$static->held = cart();',
                "static has 1\n",
            ],
            'a destructor that makes a cart' => [
                'Holder::$static = new class { public function __destruct() { echo cart()->itemCount(); } };',
                '1',
            ],
            'a shutdown function' => [
                '$cart = cart(); register_shutdown_function(static function () use ($cart) { echo $cart->quantity(); });',
                '1',
            ],
            'exit in the middle' => ['$cart = cart(); (static function () use ($cart) { exit(7); })();', '', 7],
            'an exception that nobody catches' => ['$cart = cart(); throw new Exception();', '', 255],
            'a refusal that nobody catches' => ['cart()->item("\xff");', '', 255],
            'a fatal error' => ['$cart = cart(); ini_set("memory_limit", "4M"); str_repeat("x", 9_000_000);', '', 255],
            'a generator that is not at its end' => [
                '$carts = (static function () { $cart = cart(); yield $cart; yield 2; })(); $carts->current();',
            ],
            'a fibre that is not at its end' => [
                '$fiber = new Fiber(static function () { $cart = cart(); Fiber::suspend($cart); }); $fiber->start();',
            ],
        ];
    }
}
