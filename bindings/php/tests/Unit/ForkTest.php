<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\Support\PackageCopy;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * A process with carts forks, as job workers and servers do. Each test is a program of its own, so that PHPUnit is not
 * forked; it prints a line of JSON for each process.
 */
final class ForkTest extends TestCase
{
    /** What the programs share. A pipe tells one process when another has come to its end: nobody sleeps. */
    private const PROGRAM = <<<'PHP'
        use Cartwright\Native\Abi;
        use Cartwright\Native\ItemUpdate;
        use Cartwright\Native\Library;
        use Cartwright\Native\NativeCart;
        use Cartwright\Native\NewItem;

        require $argv[1];

        function item(string $id, int $price, int $quantity = 1): NewItem
        {
            return new NewItem($id, $id, $price, $quantity, null, null, null, null);
        }

        function tell(string $who, NativeCart $cart, mixed $more = null): void
        {
            fwrite(STDOUT, json_encode([$who, array_keys($cart->items()), $cart->sum(Abi::SUM_TOTAL, 'USD'), $more]) . "\n");
        }

        [$reading, $writing] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, STREAM_IPPROTO_IP);

        /** In the process that waits: returns when the other has ended. */
        function otherEnds($reading, $writing): void
        {
            fclose($writing);
            stream_get_contents($reading);
        }

        PHP;

    #[Test]
    public function bothProcessesGoOnWithACartOfTheirOwn(): void
    {
        $this->assertTells([
            ['child', ['shared', 'childs'], 300, 'Cart item quantity must be a positive integer'],
            ['parent', ['shared', 'parents'], 1100, 'Cart item quantity must be a positive integer'],
        ], <<<'PHP'
            $cart = Library::instance()->newCart();
            $cart->add(item('shared', 100));
            $child = pcntl_fork();
            $who = $child === 0 ? 'child' : 'parent';
            $cart->add(item("{$who}s", $child === 0 ? 200 : 1000));

            try {
                $cart->add(item('none', 1, 0));
            } catch (Exception $refusal) {
            }

            $child === 0 || pcntl_waitpid($child, $status);
            tell($who, $cart, $refusal->getMessage());
            PHP);
    }

    #[Test]
    public function theChildGoesOnWhenTheParentHasFreedItsCartAndEnded(): void
    {
        $this->assertTells([
            ['parent', ['a'], 100, null],
            ['child', ['a', 'b'], 400, ['items']],
        ], <<<'PHP'
            $cart = Library::instance()->newCart();
            $cart->add(item('a', 100));

            if (pcntl_fork() !== 0) {
                tell('parent', $cart);
                unset($cart);
                exit;
            }

            otherEnds($reading, $writing);
            $cart->update('a', new ItemUpdate(Abi::QUANTITY_BY, 1, null, null, null));
            $cart->add(item('b', 200));
            tell('child', $cart, array_keys($cart->pendingColumns()));
            PHP);
    }

    #[Test]
    public function theParentGoesOnWhenItsChildrenHaveEnded(): void
    {
        $this->assertTells([
            ['child 0', ['a', 'child 0'], 101, null],
            ['child 1', ['a', 'child 1'], 101, null],
            ['child 2', ['a', 'child 2'], 101, null],
            ['child 3', ['a', 'child 3'], 101, null],
            ['parent', ['a', 'parent'], 101, null],
        ], <<<'PHP'
            $cart = Library::instance()->newCart();
            $cart->add(item('a', 100));

            for ($number = 0; $number < 4; $number++) {
                if (($child = pcntl_fork()) === 0) {
                    $cart->add(item("child {$number}", 1));
                    tell("child {$number}", $cart);
                    exit;
                }

                pcntl_waitpid($child, $status);
                $status === 0 || exit(1);
            }

            $cart->add(item('parent', 1));
            tell('parent', $cart);
            PHP);
    }

    #[Test]
    #[DataProvider('beginnings')]
    public function aChildMakesCartsOfItsOwn(string $inTheParent): void
    {
        $this->assertTells([['child', ['a'], 100, null], ['parent', ['a', 'b'], 300, null]], $inTheParent . <<<'PHP'
            $child = pcntl_fork();
            $cart = Library::instance()->newCart();
            $cart->add(item('a', 100));

            if ($child !== 0) {
                pcntl_waitpid($child, $status);
                $cart->add(item('b', 200));
            }

            tell($child === 0 ? 'child' : 'parent', $cart);
            PHP);
    }

    public static function beginnings(): array
    {
        return [
            'the library is opened after the fork' => [''],
            'the library is opened before the fork' => ['Library::instance();'],
            'a refusal is held over the fork' => [
                'try { Library::instance()->newCart()->add(item("a", 1, 0)); exit(1); } catch (Exception $held) {}',
            ],
            'a cart is freed before the fork' => ['Library::instance()->newCart();'],
        ];
    }

    /**
     * @param list<array<int, mixed>> $lines
     */
    private function assertTells(array $lines, string $program): void
    {
        [$output, $errors, $status] = PackageCopy::run(
            ['-r', self::PROGRAM . $program, PackageCopy::REPOSITORY . '/bindings/php/autoload.php'],
            ['CARTWRIGHT_LIBRARY' => PackageCopy::library()],
        );

        $this->assertSame('', $errors);
        $this->assertSame(0, $status);
        $this->assertSame(
            $lines,
            array_map(static fn (string $line): mixed => json_decode($line, true), explode("\n", trim($output))),
        );
    }
}
