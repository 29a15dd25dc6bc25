<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Native\NativeLocks;
use Cartwright\Tests\Support\EngineStores;
use Cartwright\Tests\Support\Programs;
use Cartwright\Tests\TestCase;
use PDO;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * A process forks with an engine or a store of locks open, as job workers and servers do. SQLite alone would lose rows
 * that it said were stored.
 */
final class EngineForkTest extends TestCase
{
    use EngineStores;
    use Programs;

    #[Test]
    #[DataProvider('files')]
    public function bothProcessesGoOnAndTheChildKeepsCommittingAfterTheParentHasEnded(string $layout): void
    {
        $told = $this->tells(<<<'PHP'
            $engine = NativeEngine::open(['store' => $store]);

            for ($bought = 0; $bought < 10; $bought++) {
                buy($engine, "before-{$bought}");
            }

            [$parents, $childs] = ends();

            if (pcntl_fork() !== 0) {
                fclose($childs);

                for ($bought = 0; $bought < 20; $bought++) {
                    buy($engine, "parent-{$bought}");
                }

                // The child has committed at least once, and goes on while this process closes the store and ends.
                fread($parents, 1);
                unset($engine);
                tell('parent', 10 + $bought);
                exit;
            }

            fclose($parents);
            stream_set_blocking($childs, false);
            buy($engine, 'child-0');
            fwrite($childs, '.');

            for ($bought = 1, $alone = 0; $alone < 20; $bought++) {
                buy($engine, "child-{$bought}");
                // At its end the other process has ended.
                fread($childs, 1);
                $alone += (int) feof($childs);
            }

            tell('child', $bought, count($engine->carts(['limit' => 100_000])));
            PHP, $this->store($layout), $this->file);

        [[, $childs, $seen], [, $parents]] = $told;
        $this->assertGreaterThanOrEqual(21, $childs);
        $this->assertSame(30, $parents);
        $this->assertEveryRowIsThere($childs + $parents, $layout);
        $this->assertSame($childs + $parents, $seen);
    }

    #[Test]
    #[DataProvider('files')]
    public function manyChildrenOfOneProcessCommitToTheSameCart(string $layout): void
    {
        $this->tells(<<<'PHP'
            $engine = NativeEngine::open(['store' => $store, 'retry' => ['max_attempts' => 1000]]);
            $cart = $engine->cart('everybody');
            buy($engine, 'everybody');
            $children = [];

            for ($child = 0; $child < 4; $child++) {
                if (($children[] = pcntl_fork()) === 0) {
                    for ($bought = 0; $bought < 25; $bought++) {
                        $cart->apply(['op' => 'add', 'id' => 'lamp', 'name' => 'Lamp', 'price' => 100]);
                    }

                    exit;
                }
            }

            foreach ($children as $child) {
                pcntl_waitpid($child, $status);
                $status === 0 || exit(1);
            }

            buy($engine, 'everybody');
            tell($cart->quantity());
            PHP, $this->store($layout), $this->file);

        $this->assertSame(102, $this->engine($layout)->cart('everybody')->quantity());
        $this->assertEveryRowIsThere(1, $layout);
    }

    #[Test]
    public function aStoreInMemoryIsFromThenOnOneOfEachProcess(): void
    {
        $told = $this->tells(<<<'PHP'
            $engine = NativeEngine::open(['store' => 'memory']);
            $cart = $engine->cart('user-7');
            buy($engine, 'user-7');
            $child = pcntl_fork();
            buy($engine, $child === 0 ? 'childs' : 'parents');
            $child === 0 || pcntl_waitpid($child, $status);
            tell($child === 0 ? 'child' : 'parent', array_column($engine->carts(), 'identifier'), $cart->quantity());
            PHP, 'memory', $this->file);

        $this->assertSame([['child', ['childs', 'user-7'], 1], ['parent', ['parents', 'user-7'], 1]], $told);
    }

    #[Test]
    public function aLockThatWasHeldAtTheForkIsStillItsOwners(): void
    {
        $told = $this->tells(<<<'PHP'
            $locks = NativeLocks::open(['store' => $store]);
            $lock = $locks->acquire('cart:user-7', 60_000);
            [$parents, $childs] = ends();
            $child = pcntl_fork();

            if ($child === 0) {
                fclose($parents);
                tell('child: held', whatWasThrown(fn () => $locks->acquire('cart:user-7', 60_000)));
                tell('child: another', whatWasThrown(fn () => $locks->release('cart:user-7', str_repeat('0', 32))));
                fwrite($childs, '.');
                // It is waited for until the parent gives it back.
                $next = $locks->acquire('cart:user-7', 60_000, 60_000);
                tell('child: later', $next->isLaterThan($lock));
                exit;
            }

            fclose($childs);
            fread($parents, 1);
            $locks->release('cart:user-7', $lock->owner);
            pcntl_waitpid($child, $status);
            tell('parent: held by the child', whatWasThrown(fn () => $locks->acquire('cart:user-7', 60_000)));
            tell('parent: lost', whatWasThrown(fn () => $locks->renew('cart:user-7', $lock->owner, 60_000)));
            PHP, $this->store('sqlite'), $this->file);

        $this->assertSame([
            ['child: another', 'LockLostException'],
            ['child: held', 'LockTimeoutException'],
            ['child: later', true],
            ['parent: held by the child', 'LockTimeoutException'],
            ['parent: lost', 'LockLostException'],
        ], $told);
    }

    #[Test]
    public function anOwnerMayHandHisLockToAChild(): void
    {
        $told = $this->tells(<<<'PHP'
            $locks = NativeLocks::open(['store' => $store]);
            $lock = $locks->acquire('cart:user-7', 60_000);

            if (($child = pcntl_fork()) === 0) {
                $locks->release($lock->name, $lock->owner);
                exit;
            }

            pcntl_waitpid($child, $status);
            tell('parent', whatWasThrown(fn () => $locks->acquire('cart:user-7', 60_000)));
            PHP, $this->store('sqlite'), $this->file);

        $this->assertSame([['parent', null]], $told);
    }

    #[Test]
    public function betweenProcessesALockLetsOneInAtATime(): void
    {
        $counter = "{$this->file}.counter";
        file_put_contents($counter, '0');
        $told = $this->tells(<<<'PHP'
            $children = [];

            for ($child = 0; $child < 4; $child++) {
                if (($children[] = pcntl_fork()) === 0) {
                    $locks = NativeLocks::open(['store' => $store]);

                    for ($turn = 0; $turn < 15; $turn++) {
                        $lock = $locks->acquire('counter', 60_000, 60_000);
                        // What is read and written back would lose turns if two did it at once.
                        $count = (int) file_get_contents("{$file}.counter");
                        tell($count, $lock->fenceIncarnation, $lock->fenceCounter);
                        file_put_contents("{$file}.counter", (string) ($count + 1));
                        $locks->release('counter', $lock->owner);
                    }

                    exit;
                }
            }

            foreach ($children as $child) {
                pcntl_waitpid($child, $status);
                $status === 0 || exit(1);
            }
            PHP, $this->store('sqlite'), $this->file);

        $this->assertSame('60', file_get_contents($counter));
        usort($told, static fn (array $one, array $other): int => $one[0] <=> $other[0]);
        $fences = array_map(static fn (array $turn): array => [$turn[1], $turn[2]], $told);
        $inOrder = $fences;
        sort($inOrder);
        $this->assertSame($inOrder, $fences, 'Who came later has the greater fence');
        $this->assertSame([], NativeLocks::open(['store' => $this->store('sqlite')])->held());
    }

    /**
     * As a third process sees it, which was not there when they were stored.
     */
    private function assertEveryRowIsThere(int $carts, string $layout): void
    {
        $this->assertCount($carts, $this->engine($layout)->carts(['limit' => 100_000]));
        $file = new PDO("sqlite:{$this->file}");
        $this->assertSame('ok', $file->query('PRAGMA integrity_check')->fetchColumn());
        // The table of the package is called as the original's.
        $table = $file->query("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%carts'")->fetchColumn();
        $this->assertSame($carts, (int) $file->query("SELECT count(*) FROM {$table}")->fetchColumn());
    }
}
