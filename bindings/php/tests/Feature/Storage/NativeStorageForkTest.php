<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Cartwright\Storage\NativeLayout;
use Cartwright\Storage\NativeStorage;
use Cartwright\Tests\Support\EngineStores;
use Cartwright\Tests\Support\Programs;
use Cartwright\Tests\Support\TestRedis;
use Cartwright\Tests\TestCase;
use MasyukAI\Cart\Cart;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * A worker is forked off a process that has carts open, as queues and servers do.
 */
final class NativeStorageForkTest extends TestCase
{
    use EngineStores;
    use Programs;

    #[Test]
    #[DataProvider('files')]
    public function parentAndWorkersGoOnWithTheCartsTheyHave(string $layout): void
    {
        $this->assertNobodyLosesAnything(
            $this->store($layout),
            new NativeStorage($this->file, NativeLayout::from($layout)),
        );
    }

    #[Test]
    #[DataProvider('servers')]
    public function eachGoesOnWithAConnectionOfItsOwn(TestRedis $redis): void
    {
        $place = $redis->place(basename($this->file));
        $this->assertNobodyLosesAnything($place->store(), new NativeStorage($place));
    }

    public static function servers(): array
    {
        return TestRedis::rows();
    }

    private function assertNobodyLosesAnything(string $store, NativeStorage $storage): void
    {
        $told = $this->tells(<<<'PHP'
            require dirname($autoload) . '/tests/bootstrap.php';
            [$layout] = explode(':', $store, 2);
            $storage = str_starts_with($store, 'redis')
                ? new Cartwright\Storage\NativeStorage(new Cartwright\Storage\RedisPlace($store))
                : new Cartwright\Storage\NativeStorage($file, Cartwright\Storage\NativeLayout::from($layout));
            $cart = new MasyukAI\Cart\Cart($storage, 'everybody');
            $cart->add('lamp', 'Lamp', 100);
            $workers = [];

            for ($worker = 0; $worker < 3; $worker++) {
                if (($workers[] = pcntl_fork()) === 0) {
                    for ($added = 0; $added < 20; $added++) {
                        $cart->add('lamp', 'Lamp', 100);
                        (new MasyukAI\Cart\Cart($storage, "worker-{$worker}"))->add("own-{$added}", 'Own', 1);
                    }

                    exit;
                }
            }

            for ($added = 0; $added < 20; $added++) {
                $cart->update('lamp', ['quantity' => 1]);
            }

            foreach ($workers as $worker) {
                pcntl_waitpid($worker, $status);
                $status === 0 || exit(1);
            }

            tell($cart->count());
            PHP, $store, $this->file);

        $this->assertSame([[81]], $told);

        foreach (range(0, 2) as $worker) {
            $this->assertSame(20, (new Cart($storage, "worker-{$worker}"))->countItems());
        }
    }
}
