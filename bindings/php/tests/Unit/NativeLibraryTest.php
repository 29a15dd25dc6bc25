<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Exceptions\NativeException;
use Cartwright\Native\Abi;
use Cartwright\Tests\TestCase;
use FilesystemIterator;
use PHPUnit\Framework\Attributes\Test;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;

/**
 * Which library is loaded, and what is said when none can be. A process loads one library once, so each test asks
 * processes of its own, with a copy of the package among files of the test's choice.
 *
 * A PHP without FFI cannot be had for a test: the suite needs FFI itself.
 */
final class NativeLibraryTest extends TestCase
{
    private const REPOSITORY = __DIR__ . '/../../../..';

    /** What a child process does: say which library it got, or why none. */
    private const ASK = <<<'PHP'
        [, $package, $tests, $setting] = $argv;
        require "{$package}/autoload.php";
        require "{$tests}/Support/laravel.php";

        if ($setting !== '') {
            $app = new Illuminate\Container\Container();
            $app->instance('config', new Illuminate\Config\Repository(['cart' => ['native' => ['library' => $setting]]]));
            Illuminate\Container\Container::setInstance($app);
        }

        try {
            $library = Cartwright\Native\Library::instance();
            $answer = ['path' => $library->path(), 'epoch' => $library->abiEpoch(), 'version' => $library->version()];
        } catch (Throwable $failure) {
            $answer = ['class' => $failure::class, 'message' => $failure->getMessage(), 'detail' => $failure->detail()];
        }

        echo json_encode($answer);
        PHP;

    private string $root;

    private string $package;

    protected function setUp(): void
    {
        parent::setUp();

        $this->root = sys_get_temp_dir() . '/cartwright-' . bin2hex(random_bytes(6));
        $this->package = "{$this->root}/bindings/php";
        mkdir($this->package, recursive: true);
        copy(self::REPOSITORY . '/bindings/php/autoload.php', "{$this->package}/autoload.php");
        $source = self::REPOSITORY . '/bindings/php/src';

        foreach (self::within($source, RecursiveIteratorIterator::SELF_FIRST) as $file) {
            $copy = $this->package . '/src' . substr($file->getPathname(), strlen($source));
            is_dir(dirname($copy)) || mkdir(dirname($copy), recursive: true);
            $file->isDir() || copy($file->getPathname(), $copy);
        }
    }

    protected function tearDown(): void
    {
        foreach (self::within($this->root, RecursiveIteratorIterator::CHILD_FIRST) as $file) {
            $file->isDir() && ! $file->isLink() ? rmdir($file->getPathname()) : unlink($file->getPathname());
        }

        rmdir($this->root);

        parent::tearDown();
    }

    #[Test]
    public function itIsLookedForInFourPlacesInThisOrder(): void
    {
        $built = $this->place("{$this->root}/target/release/libcartwright.so");
        $this->assertSame($built, $this->ask()['path']);

        $packaged = $this->place("{$this->package}/lib/libcartwright.so");
        $this->assertSame($packaged, $this->ask()['path']);

        $configured = $this->place("{$this->root}/configured.so");
        $this->assertSame($configured, $this->ask(setting: $configured)['path']);

        $given = $this->place("{$this->root}/given.so");
        $this->assertSame($given, $this->ask(environment: $given, setting: $configured)['path']);
    }

    #[Test]
    public function aLibraryThatIsFoundFitsThePackage(): void
    {
        $answer = $this->ask(environment: self::library());

        $this->assertSame(Abi::ABI_EPOCH, $answer['epoch']);
        $this->assertMatchesRegularExpression('/^\d+\.\d+\.\d+$/', $answer['version']);
    }

    #[Test]
    public function whereThereIsNoneItSaysWhereItLookedAndWhatToDo(): void
    {
        $places = ["{$this->package}/lib/libcartwright.so", "{$this->root}/target/release/libcartwright.so"];

        $this->assertSame([
            'class' => NativeException::class,
            'message' => "The native library libcartwright.so was not found in {$places[0]} or {$places[1]};"
                . ' build it with `make build`, or set CARTWRIGHT_LIBRARY to its path',
            'detail' => ['places' => $places],
        ], $this->ask());
    }

    #[Test]
    public function aGivenFileIsNotReplacedByAnotherWhenItIsMissing(): void
    {
        $this->place("{$this->package}/lib/libcartwright.so");
        $answer = $this->ask(environment: '/nowhere/libcartwright.so');

        $this->assertSame(NativeException::class, $answer['class']);
        $this->assertStringStartsWith(
            'The native library /nowhere/libcartwright.so cannot be used: Failed loading',
            $answer['message'],
        );
        $this->assertSame(['path' => '/nowhere/libcartwright.so'], $answer['detail']);
    }

    #[Test]
    public function aFileThatIsNoLibraryIsRefused(): void
    {
        $file = "{$this->root}/libcartwright.so";
        file_put_contents($file, 'not a library');
        $answer = $this->ask(environment: $file);

        $this->assertSame(NativeException::class, $answer['class']);
        $this->assertStringStartsWith("The native library {$file} cannot be used: Failed loading", $answer['message']);
    }

    #[Test]
    public function anotherLibraryIsRefused(): void
    {
        $answer = $this->ask(environment: 'libc.so.6');

        $this->assertSame(NativeException::class, $answer['class']);
        $this->assertStringStartsWith(
            "The native library libc.so.6 cannot be used: Failed resolving C function 'cw_abi_epoch'",
            $answer['message'],
        );
    }

    #[Test]
    public function aLibraryOfAnotherReleaseIsRefusedBeforeAnythingElseIsBound(): void
    {
        $file = $this->libraryOfAnotherEpoch();

        $this->assertSame([
            'class' => NativeException::class,
            'message' => "The native library {$file} has ABI epoch 4711, this package needs " . Abi::ABI_EPOCH
                . '; install the library and the package of the same release',
            'detail' => ['path' => $file, 'epoch' => 4711, 'needed' => Abi::ABI_EPOCH],
        ], $this->ask(environment: $file));
    }

    /**
     * @return array<string, mixed>
     */
    private function ask(string $environment = '', string $setting = ''): array
    {
        $process = proc_open(
            [PHP_BINARY, '-r', self::ASK, $this->package, self::REPOSITORY . '/bindings/php/tests', $setting],
            [1 => ['pipe', 'w'], 2 => ['pipe', 'w']],
            $pipes,
            env_vars: ['CARTWRIGHT_LIBRARY' => $environment, 'PATH' => (string) getenv('PATH')],
        );
        $output = (string) stream_get_contents($pipes[1]);
        $errors = (string) stream_get_contents($pipes[2]);
        proc_close($process);
        $answer = json_decode($output, true);

        $this->assertIsArray($answer, $output . $errors);

        return $answer;
    }

    /**
     * Where this process has its library from.
     */
    private static function library(): string
    {
        return (string) realpath(\Cartwright\Native\Library::instance()->path());
    }

    private function place(string $path): string
    {
        is_dir(dirname($path)) || mkdir(dirname($path), recursive: true);
        symlink(self::library(), $path);

        return $path;
    }

    /**
     * Compiled here where there is a compiler; else by tests/c/run.sh, which `make test` runs before.
     */
    private function libraryOfAnotherEpoch(): string
    {
        $built = self::REPOSITORY . '/target/tmp/c/libother_epoch.so';

        if (is_file($built)) {
            return (string) realpath($built);
        }

        $file = "{$this->root}/libother_epoch.so";
        $source = self::REPOSITORY . '/tests/c/other_epoch.c';
        exec('gcc -shared -fPIC ' . escapeshellarg($source) . ' -o ' . escapeshellarg($file) . ' 2>&1', $output, $status);

        $this->assertSame(0, $status, 'There is no compiler here; run tests/c/run.sh first. ' . implode("\n", $output));

        return $file;
    }

    private static function within(string $directory, int $order): RecursiveIteratorIterator
    {
        return new RecursiveIteratorIterator(
            new RecursiveDirectoryIterator($directory, FilesystemIterator::SKIP_DOTS),
            $order,
        );
    }
}
