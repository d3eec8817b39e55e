// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package bindings

import (
	"bytes"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Reference imports to suppress errors if they are not otherwise used.
var (
	_ = bytes.Equal
	_ = errors.New
	_ = big.NewInt
	_ = common.Big1
	_ = types.BloomLookup
	_ = abi.ConvertType
)

// AnchorsCheckpoint is an auto generated low-level Go binding around an user-defined struct.
type AnchorsCheckpoint struct {
	Size uint64
	Root [32]byte
	R    [32]byte
	S    [32]byte
	V    uint8
}

// AnchorsLog is an auto generated low-level Go binding around an user-defined struct.
type AnchorsLog struct {
	Size     uint64
	Anchored uint64
	Count    uint64
	Frozen   bool
	Root     [32]byte
	Signer   common.Address
	Created  uint64
	Domain   [32]byte
	Origin   string
	Key      [32]byte
}

// AnchorsMetaData contains all meta data concerning the Anchors contract.
var AnchorsMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[{\"internalType\":\"contractIRegistry\",\"name\":\"registry\",\"type\":\"address\"}],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[],\"name\":\"BadOrigin\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"}],\"name\":\"BadSignature\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"origin\",\"type\":\"string\"}],\"name\":\"LogExists\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"LogFrozen\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"MayNotAnchor\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"NoFork\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"NoLogKey\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"NoSuchIndex\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotAnOwner\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"anchored\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"}],\"name\":\"NotConsistent\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"anchored\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"}],\"name\":\"Shrinks\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"UnknownLog\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"ZeroAddress\",\"type\":\"error\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"}],\"name\":\"Anchored\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"first\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"second\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"}],\"name\":\"ForkReported\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"address\",\"name\":\"signer\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"string\",\"name\":\"origin\",\"type\":\"string\"}],\"name\":\"LogCreated\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"MAX_ORIGIN\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"REGISTRY\",\"outputs\":[{\"internalType\":\"contractIRegistry\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32[]\",\"name\":\"proof\",\"type\":\"bytes32[]\"}],\"name\":\"anchor\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"origin\",\"type\":\"string\"},{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"}],\"name\":\"checkpointText\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"origin\",\"type\":\"string\"},{\"internalType\":\"address\",\"name\":\"signer\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"key\",\"type\":\"bytes32\"}],\"name\":\"createLog\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"logAt\",\"outputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"anchored\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"count\",\"type\":\"uint64\"},{\"internalType\":\"bool\",\"name\":\"frozen\",\"type\":\"bool\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"internalType\":\"address\",\"name\":\"signer\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"created\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"origin\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"key\",\"type\":\"bytes32\"}],\"internalType\":\"structAnchors.Log\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"logCount\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"logOf\",\"outputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"anchored\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"count\",\"type\":\"uint64\"},{\"internalType\":\"bool\",\"name\":\"frozen\",\"type\":\"bool\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"internalType\":\"address\",\"name\":\"signer\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"created\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"origin\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"key\",\"type\":\"bytes32\"}],\"internalType\":\"structAnchors.Log\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"r\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"s\",\"type\":\"bytes32\"},{\"internalType\":\"uint8\",\"name\":\"v\",\"type\":\"uint8\"}],\"internalType\":\"structAnchors.Checkpoint\",\"name\":\"checkpoint\",\"type\":\"tuple\"}],\"name\":\"reportConflict\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"r\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"s\",\"type\":\"bytes32\"},{\"internalType\":\"uint8\",\"name\":\"v\",\"type\":\"uint8\"}],\"internalType\":\"structAnchors.Checkpoint\",\"name\":\"first\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"r\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"s\",\"type\":\"bytes32\"},{\"internalType\":\"uint8\",\"name\":\"v\",\"type\":\"uint8\"}],\"internalType\":\"structAnchors.Checkpoint\",\"name\":\"second\",\"type\":\"tuple\"}],\"name\":\"reportFork\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "Anchors",
	Bin: "0x60a034607457601f611abc38819003918201601f19168301916001600160401b03831184841017607957808492602094604052833981010312607457516001600160a01b0381168103607457608052604051611a2c90816100908239608051818181610185015281816105c50152610e3a0152f35b600080fd5b634e487b7160e01b600052604160045260246000fdfe608080604052600436101561001357600080fd5b60003560e01c90816306433b1b14610e1c575080634810b7e714610e005780635e5d164314610de157806384c93acd14610d745780638761df8014610c625780638e55a61614610a6d5780639d1476621461051b578063a503898f146104fd578063eed96158146101115763f3d420a01461008d57600080fd5b3461010c57602036600319011261010c576004356100a9611012565b506001548110156100df576100cf6100c36100db92611494565b90549060031b1c61113c565b60405191829182610ea6565b0390f35b7f417f69180000000000000000000000000000000000000000000000000000000060005260045260246000fd5b600080fd5b3461010c57608036600319011261010c5760043561012d610ffb565b9060443560643567ffffffffffffffff811161010c573660238201121561010c5780600401359067ffffffffffffffff821161010c573660248360051b8301011161010c5761017b846114c5565b6001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000166003820154604051907fafef73ac0000000000000000000000000000000000000000000000000000000082526004820152602081602481855afa9081156104a8576000916104b4575b506001600160a01b031680159182156103fa575b50506103c85780549260ff8460c01c166103b35767ffffffffffffffff84169067ffffffffffffffff88169782891061037d579061024c918760246001870197019187548661161e565b1561034757506fffffffffffffffff00000000000000004360401b169267ffffffffffffffff84887fffffffffffffffffffffffffffffffff000000000000000000000000000000008416171760801c169367ffffffffffffffff851461033157877fffffffffffffffff00000000000000000000000000000000000000000000000077ffffffffffffffff00000000000000000000000000000000600189980160801b16931617171790555560405192835260208301527f7196d6002b555d592bc808cc522b6e167501be1b6185fd206cd187b7330acf7a339260408180030190a3005b634e487b7160e01b600052601160045260246000fd5b8690867fd6962c5e0000000000000000000000000000000000000000000000000000000060005260045260245260445260646000fd5b8883897ff97342250000000000000000000000000000000000000000000000000000000060005260045260245260445260646000fd5b8563c6d97d5360e01b60005260045260246000fd5b847f587abe49000000000000000000000000000000000000000000000000000000006000526004523360245260446000fd5b3382141592509082610410575b50508780610202565b60209192506044604051809481937f3b528d3f00000000000000000000000000000000000000000000000000000000835233600484015260248301525afa9081156104a857600091610466575b50158780610407565b6020813d6020116104a0575b8161047f60209383610f86565b8101031261049c575190811515820361049957508761045d565b80fd5b5080fd5b3d9150610472565b6040513d6000823e3d90fd5b6020813d6020116104f5575b816104cd60209383610f86565b8101031261049c5751906001600160a01b038216820361049957506001600160a01b036101ee565b3d91506104c0565b3461010c57600036600319011261010c576020600154604051908152f35b3461010c57606036600319011261010c5760043567ffffffffffffffff811161010c573660238201121561010c5780600401359067ffffffffffffffff821161010c576024810191366024828401011161010c57602435906001600160a01b03821680920361010c5760443593604051927fe0095e0e0000000000000000000000000000000000000000000000000000000084523360048501526020846024816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9384156104a857600094610a39575b508315610a0b5780156109e15785156109b757821580156109ad575b61099c5760005b838110156106f05760007fff0000000000000000000000000000000000000000000000000000000000000060248389010135167f20000000000000000000000000000000000000000000000000000000000000008111908115916106c6575b811561069c575b5061068d5750600101610619565b80631c2f59db60e01b60049252fd5b7f2b000000000000000000000000000000000000000000000000000000000000009150148961067f565b7f7f0000000000000000000000000000000000000000000000000000000000000081149150610678565b5090919294610700368585610fc4565b60208151910120948560005260006020526040600020966002880180546001600160a01b03811661095c577fe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85560018b0155857fffffffff000000000000000000000000000000000000000000000000000000007bffffffffffffffff00000000000000000000000000000000000000004360a01b16921617179055600388015560048701966000976107b2815461105e565b601f811161090a575b508689601f8211600114610897576005948b92610889575b50508760011b906000198960031b1c19161790555b01556001546801000000000000000081101561087557917fad996f79b0567250bf40e285ec6eb0b1d38a31f408c3c47ea0cee5277d23b8bc91602096610835856001899701600155611494565b81929154915060031b9086821b91600019901b191617905561086a604051928392835260408984015233966040840191611473565b0390a3604051908152f35b602486634e487b7160e01b81526041600452fd5b602492500101358a806107d3565b828b5260208b208b959092509089601f1981165b8088106108e95760059750106108cc575b505050600187811b0190556107e8565b016024013560001960038a901b60f8161c191690558980806108bc565b838301602401358555602097880197600190950194909201918b91506108ab565b878111156107bb57818a5260208a20601f890160051c9060208a10610954575b81601f9101920160051c03908a5b8281106109465750506107bb565b6001908c8184015501610938565b8b915061092a565b6040517f358302580000000000000000000000000000000000000000000000000000000081526020600482015280610998602482018b8b611473565b0390fd5b631c2f59db60e01b60005260046000fd5b5060ff8311610612565b7f0aebdafb0000000000000000000000000000000000000000000000000000000060005260046000fd5b7fd92e233d0000000000000000000000000000000000000000000000000000000060005260046000fd5b7f351c880f000000000000000000000000000000000000000000000000000000006000523360045260246000fd5b9093506020813d602011610a65575b81610a5560209383610f86565b8101031261010c575192866105f6565b3d9150610a48565b3461010c5761016036600319011261010c5760043560a036602319011261010c5760a03660c319011261010c57610aa3816114c5565b9081549160ff8360c01c16610c4d57610aba61145c565b9260c4359367ffffffffffffffff85169081860361010c5767ffffffffffffffff168114801590610c40575b610c2b57610af38361154a565b60e4359460206000610b27610b148985610b0f60048b01611098565b6111f6565b8360405192828480945193849201610e5e565b8101039060025afa156104a8576000516101443560ff8116810361010c57610b589161012435916101043591611932565b506004811015610c15571590811591610bfa575b50610bdf57505060ff60c01b1916600160c01b1790557fc905825c87460384a385e29bdc56cbe43c43d066c9ff2d72032002f397bbe4b6610bda610bae61145c565b6040805167ffffffffffffffff9092168252604435602083015281019490945233939081906060820190565b0390a3005b85925050633a6f310f60e11b60005260045260245260446000fd5b90506001600160a01b03806002870154169116141587610b6c565b634e487b7160e01b600052602160045260246000fd5b83637bcaad8160e11b60005260045260246000fd5b5060e43560443514610ae6565b5063c6d97d5360e01b60005260045260246000fd5b3461010c5760c036600319011261010c5760043560a036602319011261010c57610c8b816114c5565b90815460ff8160c01c16610c4d5767ffffffffffffffff8160801c16158015610d56575b8015610d47575b610d325760ff60c01b19600160c01b91610ccf8561154a565b161782557fc905825c87460384a385e29bdc56cbe43c43d066c9ff2d72032002f397bbe4b6610bda6001610d0161145c565b940154936040519182913396604435918460409194939267ffffffffffffffff606083019616825260208201520152565b50637bcaad8160e11b60005260045260246000fd5b50600183015460443514610cb6565b50610d5f61145c565b67ffffffffffffffff80831691161415610caf565b3461010c57606036600319011261010c5760043567ffffffffffffffff811161010c573660238201121561010c57610dcd610dbc6100db923690602481600401359101610fc4565b610dc4610ffb565b604435916111f6565b604051918291602083526020830190610e81565b3461010c57602036600319011261010c576100db6100cf60043561113c565b3461010c57600036600319011261010c57602060405160ff8152f35b3461010c57600036600319011261010c576020906001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000168152f35b60005b838110610e715750506000910152565b8181015183820152602001610e61565b90602091610e9a81518092818552858086019101610e5e565b601f01601f1916010190565b6020815267ffffffffffffffff825116602082015267ffffffffffffffff602083015116604082015267ffffffffffffffff6040830151166060820152606082015115156080820152608082015160a08201526001600160a01b0360a08301511660c082015267ffffffffffffffff60c08301511660e082015260e0820151610100820152610140610120610f4a6101008501518383860152610160850190610e81565b93015191015290565b610140810190811067ffffffffffffffff821117610f7057604052565b634e487b7160e01b600052604160045260246000fd5b90601f8019910116810190811067ffffffffffffffff821117610f7057604052565b67ffffffffffffffff8111610f7057601f01601f191660200190565b929192610fd082610fa8565b91610fde6040519384610f86565b82948184528183011161010c578281602093846000960137010152565b6024359067ffffffffffffffff8216820361010c57565b6040519061101f82610f53565b6000610120838281528260208201528260408201528260608201528260808201528260a08201528260c08201528260e082015260606101008201520152565b90600182811c9216801561108e575b602083101461107857565b634e487b7160e01b600052602260045260246000fd5b91607f169161106d565b90604051918260008254926110ac8461105e565b808452936001811690811561111a57506001146110d3575b506110d192500383610f86565b565b90506000929192526020600020906000915b8183106110fe5750509060206110d192820101386110c4565b60209193508060019154838589010152019101909184926110e5565b9050602092506110d194915060ff191682840152151560051b820101386110c4565b61114e90611148611012565b506114c5565b60056040519161115d83610f53565b60ff815467ffffffffffffffff8116855267ffffffffffffffff8160401c16602086015267ffffffffffffffff8160801c16604086015260c01c16151560608401526001810154608084015267ffffffffffffffff60028201546001600160a01b03811660a086015260a01c1660c0840152600381015460e08401526111e560048201611098565b610100840152015461012082015290565b6000929167ffffffffffffffff16807a184f03e93ff9f4daa797ed6e38ed64bf6a1f010000000000000000811015611434575b806d04ee2d6d415b85acef8100000000600a921015611419575b662386f26fc10000811015611405575b6305f5e1008110156113f4575b6127108110156113e5575b60648110156113d7575b10156113cc575b600a602161128c60018701611518565b958601015b60001901917f30313233343536373839616263646566000000000000000000000000000000008282061a8353049081156112cd57600a90611291565b505060018091816113576113c995604051906020820152602081526112f3604082610f86565b60405190611302606083610f86565b604082527f4142434445464748494a4b4c4d4e4f505152535455565758595a61626364656660208301527f6768696a6b6c6d6e6f707172737475767778797a303132333435363738392b2f604083015261181e565b602060405197846113718a9651809285808a019101610e5e565b8501600560f91b8382015261138f8251809385602185019101610e5e565b0101600560f91b838201526113ae825180936020600285019101610e5e565b0101600560f91b838201520301601e19810184520182610f86565b90565b60019093019261127c565b606460029104950194611275565b6127106004910495019461126b565b6305f5e10060089104950194611260565b662386f26fc1000060109104950194611253565b6d04ee2d6d415b85acef810000000060209104950194611243565b50604093507a184f03e93ff9f4daa797ed6e38ed64bf6a1f0100000000000000008104611229565b60243567ffffffffffffffff8116810361010c5790565b908060209392818452848401376000828201840152601f01601f1916010190565b6001548110156114af57600160005260206000200190600090565b634e487b7160e01b600052603260045260246000fd5b908160005260006020526040600020916001600160a01b03600284015416156114eb5750565b7f3d199f110000000000000000000000000000000000000000000000000000000060005260045260246000fd5b9061152282610fa8565b61152f6040519182610f86565b8281528092611540601f1991610fa8565b0190602036910137565b60243567ffffffffffffffff81169081810361010c57604435926020600061157c610b148786610b0f60048801611098565b8101039060025afa156104a85760005160a43560ff8116810361010c576115aa916084359160643591611932565b506004811015610c155715918215926115e1575b50506115c957505050565b50633a6f310f60e11b60005260045260245260446000fd5b600201546001600160a01b0391821691161415905038806115be565b67ffffffffffffffff6000199116019067ffffffffffffffff821161033157565b9492919493909367ffffffffffffffff811667ffffffffffffffff87168181108015611814575b6118075780156117cd5781156117c157146117b15761167767ffffffffffffffff61167081936115fd565b16966115fd565b16955b6001808716146117a257849260009587611782575b9392919083989796985b868a1015611756578815611747578960051b840135946001808a1614801561173e575b1561172457906116d36116d992879b9a989b6119bb565b956119bb565b945b60018116158061171b575b156116f85760011c9660011c966116db565b6001909891929394959697985b811c98811c990198979695949392919094611699565b508015156116e6565b9591929394611738906001929998996119bb565b96611705565b508989146116bc565b50509650505050505050600090565b9550955096505093159384611778575b50508261177257505090565b14919050565b1492503880611766565b959093508415611798575081359260019561168f565b9650945050505050565b959460011c9460011c9561167a565b5050925015918261177257505090565b50505050509150501590565b50505050925090501590816117e0575090565b7fe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85591501490565b5050505050505050600090565b5060418611611645565b91909180511561191a5780516002810180911161033157600390048060021b907f3fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8116036103315761186f90611518565b9060208201908081518201956020870190815192600083525b8881106118cc57505060039394959650525106806001146118b9576002146118ae575090565b603d90600019015390565b50603d9081600019820153600119015390565b600360049199969901986001603f8b5182828260121c16870101518453828282600c1c16870101518385015382828260061c1687010151600285015316840101516003820153019497611888565b50905060405161192b602082610f86565b6000815290565b91907f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a084116119af579160209360809260ff60009560405194855216868401526040830152606082015282805260015afa156104a8576000516001600160a01b038116156119a35790600090600090565b50600090600190600090565b50505060009160039190565b611a1960009160209360405190858201927f010000000000000000000000000000000000000000000000000000000000000084526021830152604182015260418152611a08606182610f86565b604051928392839251928391610e5e565b8101039060025afa156104a8576000519056",
}

// Anchors is an auto generated Go binding around an Ethereum contract.
type Anchors struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Anchors) GetABI() abi.ABI {
	return c.abi
}

// NewAnchors creates a new instance of Anchors.
func NewAnchors() *Anchors {
	parsed, err := AnchorsMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Anchors{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Anchors) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address registry) returns()
func (anchors *Anchors) PackConstructor(registry common.Address) []byte {
	enc, err := anchors.abi.Pack("", registry)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackMAXORIGIN is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4810b7e7.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_ORIGIN() view returns(uint256)
func (anchors *Anchors) PackMAXORIGIN() []byte {
	enc, err := anchors.abi.Pack("MAX_ORIGIN")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXORIGIN is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4810b7e7.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_ORIGIN() view returns(uint256)
func (anchors *Anchors) TryPackMAXORIGIN() ([]byte, error) {
	return anchors.abi.Pack("MAX_ORIGIN")
}

// UnpackMAXORIGIN is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4810b7e7.
//
// Solidity: function MAX_ORIGIN() view returns(uint256)
func (anchors *Anchors) UnpackMAXORIGIN(data []byte) (*big.Int, error) {
	out, err := anchors.abi.Unpack("MAX_ORIGIN", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackREGISTRY is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x06433b1b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function REGISTRY() view returns(address)
func (anchors *Anchors) PackREGISTRY() []byte {
	enc, err := anchors.abi.Pack("REGISTRY")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackREGISTRY is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x06433b1b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function REGISTRY() view returns(address)
func (anchors *Anchors) TryPackREGISTRY() ([]byte, error) {
	return anchors.abi.Pack("REGISTRY")
}

// UnpackREGISTRY is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x06433b1b.
//
// Solidity: function REGISTRY() view returns(address)
func (anchors *Anchors) UnpackREGISTRY(data []byte) (common.Address, error) {
	out, err := anchors.abi.Unpack("REGISTRY", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackAnchor is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xeed96158.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function anchor(bytes32 id, uint64 size, bytes32 root, bytes32[] proof) returns()
func (anchors *Anchors) PackAnchor(id [32]byte, size uint64, root [32]byte, proof [][32]byte) []byte {
	enc, err := anchors.abi.Pack("anchor", id, size, root, proof)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAnchor is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xeed96158.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function anchor(bytes32 id, uint64 size, bytes32 root, bytes32[] proof) returns()
func (anchors *Anchors) TryPackAnchor(id [32]byte, size uint64, root [32]byte, proof [][32]byte) ([]byte, error) {
	return anchors.abi.Pack("anchor", id, size, root, proof)
}

// PackCheckpointText is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x84c93acd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function checkpointText(string origin, uint64 size, bytes32 root) pure returns(string)
func (anchors *Anchors) PackCheckpointText(origin string, size uint64, root [32]byte) []byte {
	enc, err := anchors.abi.Pack("checkpointText", origin, size, root)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCheckpointText is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x84c93acd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function checkpointText(string origin, uint64 size, bytes32 root) pure returns(string)
func (anchors *Anchors) TryPackCheckpointText(origin string, size uint64, root [32]byte) ([]byte, error) {
	return anchors.abi.Pack("checkpointText", origin, size, root)
}

// UnpackCheckpointText is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x84c93acd.
//
// Solidity: function checkpointText(string origin, uint64 size, bytes32 root) pure returns(string)
func (anchors *Anchors) UnpackCheckpointText(data []byte) (string, error) {
	out, err := anchors.abi.Unpack("checkpointText", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// PackCreateLog is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9d147662.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function createLog(string origin, address signer, bytes32 key) returns(bytes32 id)
func (anchors *Anchors) PackCreateLog(origin string, signer common.Address, key [32]byte) []byte {
	enc, err := anchors.abi.Pack("createLog", origin, signer, key)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCreateLog is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9d147662.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function createLog(string origin, address signer, bytes32 key) returns(bytes32 id)
func (anchors *Anchors) TryPackCreateLog(origin string, signer common.Address, key [32]byte) ([]byte, error) {
	return anchors.abi.Pack("createLog", origin, signer, key)
}

// UnpackCreateLog is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9d147662.
//
// Solidity: function createLog(string origin, address signer, bytes32 key) returns(bytes32 id)
func (anchors *Anchors) UnpackCreateLog(data []byte) ([32]byte, error) {
	out, err := anchors.abi.Unpack("createLog", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackLogAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf3d420a0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function logAt(uint256 index) view returns((uint64,uint64,uint64,bool,bytes32,address,uint64,bytes32,string,bytes32))
func (anchors *Anchors) PackLogAt(index *big.Int) []byte {
	enc, err := anchors.abi.Pack("logAt", index)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLogAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf3d420a0.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function logAt(uint256 index) view returns((uint64,uint64,uint64,bool,bytes32,address,uint64,bytes32,string,bytes32))
func (anchors *Anchors) TryPackLogAt(index *big.Int) ([]byte, error) {
	return anchors.abi.Pack("logAt", index)
}

// UnpackLogAt is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf3d420a0.
//
// Solidity: function logAt(uint256 index) view returns((uint64,uint64,uint64,bool,bytes32,address,uint64,bytes32,string,bytes32))
func (anchors *Anchors) UnpackLogAt(data []byte) (AnchorsLog, error) {
	out, err := anchors.abi.Unpack("logAt", data)
	if err != nil {
		return *new(AnchorsLog), err
	}
	out0 := *abi.ConvertType(out[0], new(AnchorsLog)).(*AnchorsLog)
	return out0, nil
}

// PackLogCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa503898f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function logCount() view returns(uint256)
func (anchors *Anchors) PackLogCount() []byte {
	enc, err := anchors.abi.Pack("logCount")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLogCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa503898f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function logCount() view returns(uint256)
func (anchors *Anchors) TryPackLogCount() ([]byte, error) {
	return anchors.abi.Pack("logCount")
}

// UnpackLogCount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa503898f.
//
// Solidity: function logCount() view returns(uint256)
func (anchors *Anchors) UnpackLogCount(data []byte) (*big.Int, error) {
	out, err := anchors.abi.Unpack("logCount", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackLogOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5e5d1643.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function logOf(bytes32 id) view returns((uint64,uint64,uint64,bool,bytes32,address,uint64,bytes32,string,bytes32))
func (anchors *Anchors) PackLogOf(id [32]byte) []byte {
	enc, err := anchors.abi.Pack("logOf", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLogOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5e5d1643.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function logOf(bytes32 id) view returns((uint64,uint64,uint64,bool,bytes32,address,uint64,bytes32,string,bytes32))
func (anchors *Anchors) TryPackLogOf(id [32]byte) ([]byte, error) {
	return anchors.abi.Pack("logOf", id)
}

// UnpackLogOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5e5d1643.
//
// Solidity: function logOf(bytes32 id) view returns((uint64,uint64,uint64,bool,bytes32,address,uint64,bytes32,string,bytes32))
func (anchors *Anchors) UnpackLogOf(data []byte) (AnchorsLog, error) {
	out, err := anchors.abi.Unpack("logOf", data)
	if err != nil {
		return *new(AnchorsLog), err
	}
	out0 := *abi.ConvertType(out[0], new(AnchorsLog)).(*AnchorsLog)
	return out0, nil
}

// PackReportConflict is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8761df80.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function reportConflict(bytes32 id, (uint64,bytes32,bytes32,bytes32,uint8) checkpoint) returns()
func (anchors *Anchors) PackReportConflict(id [32]byte, checkpoint AnchorsCheckpoint) []byte {
	enc, err := anchors.abi.Pack("reportConflict", id, checkpoint)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackReportConflict is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8761df80.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function reportConflict(bytes32 id, (uint64,bytes32,bytes32,bytes32,uint8) checkpoint) returns()
func (anchors *Anchors) TryPackReportConflict(id [32]byte, checkpoint AnchorsCheckpoint) ([]byte, error) {
	return anchors.abi.Pack("reportConflict", id, checkpoint)
}

// PackReportFork is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8e55a616.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function reportFork(bytes32 id, (uint64,bytes32,bytes32,bytes32,uint8) first, (uint64,bytes32,bytes32,bytes32,uint8) second) returns()
func (anchors *Anchors) PackReportFork(id [32]byte, first AnchorsCheckpoint, second AnchorsCheckpoint) []byte {
	enc, err := anchors.abi.Pack("reportFork", id, first, second)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackReportFork is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8e55a616.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function reportFork(bytes32 id, (uint64,bytes32,bytes32,bytes32,uint8) first, (uint64,bytes32,bytes32,bytes32,uint8) second) returns()
func (anchors *Anchors) TryPackReportFork(id [32]byte, first AnchorsCheckpoint, second AnchorsCheckpoint) ([]byte, error) {
	return anchors.abi.Pack("reportFork", id, first, second)
}

// AnchorsAnchored represents a Anchored event raised by the Anchors contract.
type AnchorsAnchored struct {
	Id   [32]byte
	Size uint64
	Root [32]byte
	By   common.Address
	Raw  *types.Log // Blockchain specific contextual infos
}

const AnchorsAnchoredEventName = "Anchored"

// ContractEventName returns the user-defined event name.
func (AnchorsAnchored) ContractEventName() string {
	return AnchorsAnchoredEventName
}

// UnpackAnchoredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Anchored(bytes32 indexed id, uint64 size, bytes32 root, address indexed by)
func (anchors *Anchors) UnpackAnchoredEvent(log *types.Log) (*AnchorsAnchored, error) {
	event := "Anchored"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != anchors.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(AnchorsAnchored)
	if len(log.Data) > 0 {
		if err := anchors.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range anchors.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// AnchorsForkReported represents a ForkReported event raised by the Anchors contract.
type AnchorsForkReported struct {
	Id     [32]byte
	Size   uint64
	First  [32]byte
	Second [32]byte
	By     common.Address
	Raw    *types.Log // Blockchain specific contextual infos
}

const AnchorsForkReportedEventName = "ForkReported"

// ContractEventName returns the user-defined event name.
func (AnchorsForkReported) ContractEventName() string {
	return AnchorsForkReportedEventName
}

// UnpackForkReportedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ForkReported(bytes32 indexed id, uint64 size, bytes32 first, bytes32 second, address indexed by)
func (anchors *Anchors) UnpackForkReportedEvent(log *types.Log) (*AnchorsForkReported, error) {
	event := "ForkReported"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != anchors.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(AnchorsForkReported)
	if len(log.Data) > 0 {
		if err := anchors.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range anchors.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// AnchorsLogCreated represents a LogCreated event raised by the Anchors contract.
type AnchorsLogCreated struct {
	Id     [32]byte
	By     common.Address
	Signer common.Address
	Origin string
	Raw    *types.Log // Blockchain specific contextual infos
}

const AnchorsLogCreatedEventName = "LogCreated"

// ContractEventName returns the user-defined event name.
func (AnchorsLogCreated) ContractEventName() string {
	return AnchorsLogCreatedEventName
}

// UnpackLogCreatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event LogCreated(bytes32 indexed id, address indexed by, address signer, string origin)
func (anchors *Anchors) UnpackLogCreatedEvent(log *types.Log) (*AnchorsLogCreated, error) {
	event := "LogCreated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != anchors.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(AnchorsLogCreated)
	if len(log.Data) > 0 {
		if err := anchors.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range anchors.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (anchors *Anchors) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], anchors.abi.Errors["BadOrigin"].ID.Bytes()[:4]) {
		return anchors.UnpackBadOriginError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["BadSignature"].ID.Bytes()[:4]) {
		return anchors.UnpackBadSignatureError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["LogExists"].ID.Bytes()[:4]) {
		return anchors.UnpackLogExistsError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["LogFrozen"].ID.Bytes()[:4]) {
		return anchors.UnpackLogFrozenError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["MayNotAnchor"].ID.Bytes()[:4]) {
		return anchors.UnpackMayNotAnchorError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["NoFork"].ID.Bytes()[:4]) {
		return anchors.UnpackNoForkError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["NoLogKey"].ID.Bytes()[:4]) {
		return anchors.UnpackNoLogKeyError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["NoSuchIndex"].ID.Bytes()[:4]) {
		return anchors.UnpackNoSuchIndexError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["NotAnOwner"].ID.Bytes()[:4]) {
		return anchors.UnpackNotAnOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["NotConsistent"].ID.Bytes()[:4]) {
		return anchors.UnpackNotConsistentError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["Shrinks"].ID.Bytes()[:4]) {
		return anchors.UnpackShrinksError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["UnknownLog"].ID.Bytes()[:4]) {
		return anchors.UnpackUnknownLogError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["ZeroAddress"].ID.Bytes()[:4]) {
		return anchors.UnpackZeroAddressError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// AnchorsBadOrigin represents a BadOrigin error raised by the Anchors contract.
type AnchorsBadOrigin struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadOrigin()
func AnchorsBadOriginErrorID() common.Hash {
	return common.HexToHash("0x1c2f59db3e3c7b408ff70c167dee512f7b6cd4ff1f42737d073b75c1e5da7119")
}

// UnpackBadOriginError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadOrigin()
func (anchors *Anchors) UnpackBadOriginError(raw []byte) (*AnchorsBadOrigin, error) {
	out := new(AnchorsBadOrigin)
	if err := anchors.abi.UnpackIntoInterface(out, "BadOrigin", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsBadSignature represents a BadSignature error raised by the Anchors contract.
type AnchorsBadSignature struct {
	Size uint64
	Root [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadSignature(uint64 size, bytes32 root)
func AnchorsBadSignatureErrorID() common.Hash {
	return common.HexToHash("0x74de621e5d174a7ac3b12eae1156be74eae3718a605d6648ebb63266871a8dbc")
}

// UnpackBadSignatureError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadSignature(uint64 size, bytes32 root)
func (anchors *Anchors) UnpackBadSignatureError(raw []byte) (*AnchorsBadSignature, error) {
	out := new(AnchorsBadSignature)
	if err := anchors.abi.UnpackIntoInterface(out, "BadSignature", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsLogExists represents a LogExists error raised by the Anchors contract.
type AnchorsLogExists struct {
	Origin string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error LogExists(string origin)
func AnchorsLogExistsErrorID() common.Hash {
	return common.HexToHash("0x35830258dd5a3b32cd9f4f24eb596827806420547693390c2ba250f5cc3b233a")
}

// UnpackLogExistsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error LogExists(string origin)
func (anchors *Anchors) UnpackLogExistsError(raw []byte) (*AnchorsLogExists, error) {
	out := new(AnchorsLogExists)
	if err := anchors.abi.UnpackIntoInterface(out, "LogExists", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsLogFrozen represents a LogFrozen error raised by the Anchors contract.
type AnchorsLogFrozen struct {
	Id [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error LogFrozen(bytes32 id)
func AnchorsLogFrozenErrorID() common.Hash {
	return common.HexToHash("0xc6d97d5380b8afcf1e9b25c4f36a816b014f3a623c83afd91ef5ba991b021729")
}

// UnpackLogFrozenError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error LogFrozen(bytes32 id)
func (anchors *Anchors) UnpackLogFrozenError(raw []byte) (*AnchorsLogFrozen, error) {
	out := new(AnchorsLogFrozen)
	if err := anchors.abi.UnpackIntoInterface(out, "LogFrozen", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsMayNotAnchor represents a MayNotAnchor error raised by the Anchors contract.
type AnchorsMayNotAnchor struct {
	Id      [32]byte
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error MayNotAnchor(bytes32 id, address account)
func AnchorsMayNotAnchorErrorID() common.Hash {
	return common.HexToHash("0x587abe49ffcdbfa5e71c8913d379ce737b28380862351804ffc2489ccb17a654")
}

// UnpackMayNotAnchorError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error MayNotAnchor(bytes32 id, address account)
func (anchors *Anchors) UnpackMayNotAnchorError(raw []byte) (*AnchorsMayNotAnchor, error) {
	out := new(AnchorsMayNotAnchor)
	if err := anchors.abi.UnpackIntoInterface(out, "MayNotAnchor", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsNoFork represents a NoFork error raised by the Anchors contract.
type AnchorsNoFork struct {
	Id [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoFork(bytes32 id)
func AnchorsNoForkErrorID() common.Hash {
	return common.HexToHash("0xf7955b02b874b511f330eaf88a1bd890968f112e8ed7f816d97266e842b645c8")
}

// UnpackNoForkError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoFork(bytes32 id)
func (anchors *Anchors) UnpackNoForkError(raw []byte) (*AnchorsNoFork, error) {
	out := new(AnchorsNoFork)
	if err := anchors.abi.UnpackIntoInterface(out, "NoFork", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsNoLogKey represents a NoLogKey error raised by the Anchors contract.
type AnchorsNoLogKey struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoLogKey()
func AnchorsNoLogKeyErrorID() common.Hash {
	return common.HexToHash("0x0aebdafbb70322822785645c001c6ece233eb127470cfabad5d212d77fb85f1d")
}

// UnpackNoLogKeyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoLogKey()
func (anchors *Anchors) UnpackNoLogKeyError(raw []byte) (*AnchorsNoLogKey, error) {
	out := new(AnchorsNoLogKey)
	if err := anchors.abi.UnpackIntoInterface(out, "NoLogKey", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsNoSuchIndex represents a NoSuchIndex error raised by the Anchors contract.
type AnchorsNoSuchIndex struct {
	Index *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoSuchIndex(uint256 index)
func AnchorsNoSuchIndexErrorID() common.Hash {
	return common.HexToHash("0x417f69182f47a45ce9ba1e2c2a8ea8e6b917df8cdaabf55aefed865b05f6b34c")
}

// UnpackNoSuchIndexError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoSuchIndex(uint256 index)
func (anchors *Anchors) UnpackNoSuchIndexError(raw []byte) (*AnchorsNoSuchIndex, error) {
	out := new(AnchorsNoSuchIndex)
	if err := anchors.abi.UnpackIntoInterface(out, "NoSuchIndex", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsNotAnOwner represents a NotAnOwner error raised by the Anchors contract.
type AnchorsNotAnOwner struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotAnOwner(address account)
func AnchorsNotAnOwnerErrorID() common.Hash {
	return common.HexToHash("0x351c880f97b5c9fe8a78843b2620da6200784fced5facc1080bec2fc770491c5")
}

// UnpackNotAnOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotAnOwner(address account)
func (anchors *Anchors) UnpackNotAnOwnerError(raw []byte) (*AnchorsNotAnOwner, error) {
	out := new(AnchorsNotAnOwner)
	if err := anchors.abi.UnpackIntoInterface(out, "NotAnOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsNotConsistent represents a NotConsistent error raised by the Anchors contract.
type AnchorsNotConsistent struct {
	Id       [32]byte
	Anchored uint64
	Size     uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotConsistent(bytes32 id, uint64 anchored, uint64 size)
func AnchorsNotConsistentErrorID() common.Hash {
	return common.HexToHash("0xd6962c5e0b036ecf1f545a8ea66be3cdd4cbb689bb9db9a0672556d4b8927117")
}

// UnpackNotConsistentError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotConsistent(bytes32 id, uint64 anchored, uint64 size)
func (anchors *Anchors) UnpackNotConsistentError(raw []byte) (*AnchorsNotConsistent, error) {
	out := new(AnchorsNotConsistent)
	if err := anchors.abi.UnpackIntoInterface(out, "NotConsistent", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsShrinks represents a Shrinks error raised by the Anchors contract.
type AnchorsShrinks struct {
	Id       [32]byte
	Anchored uint64
	Size     uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Shrinks(bytes32 id, uint64 anchored, uint64 size)
func AnchorsShrinksErrorID() common.Hash {
	return common.HexToHash("0xf973422523fc1814fdba7e698f484f9604181a56be377bcd3ddcde1cae9fdc34")
}

// UnpackShrinksError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Shrinks(bytes32 id, uint64 anchored, uint64 size)
func (anchors *Anchors) UnpackShrinksError(raw []byte) (*AnchorsShrinks, error) {
	out := new(AnchorsShrinks)
	if err := anchors.abi.UnpackIntoInterface(out, "Shrinks", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsUnknownLog represents a UnknownLog error raised by the Anchors contract.
type AnchorsUnknownLog struct {
	Id [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error UnknownLog(bytes32 id)
func AnchorsUnknownLogErrorID() common.Hash {
	return common.HexToHash("0x3d199f1183868c6135e73df22cf71d9abe1d6ec1dd78ff8f6752e68a15553c40")
}

// UnpackUnknownLogError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error UnknownLog(bytes32 id)
func (anchors *Anchors) UnpackUnknownLogError(raw []byte) (*AnchorsUnknownLog, error) {
	out := new(AnchorsUnknownLog)
	if err := anchors.abi.UnpackIntoInterface(out, "UnknownLog", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsZeroAddress represents a ZeroAddress error raised by the Anchors contract.
type AnchorsZeroAddress struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ZeroAddress()
func AnchorsZeroAddressErrorID() common.Hash {
	return common.HexToHash("0xd92e233df2717d4a40030e20904abd27b68fcbeede117eaaccbbdac9618c8c73")
}

// UnpackZeroAddressError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ZeroAddress()
func (anchors *Anchors) UnpackZeroAddressError(raw []byte) (*AnchorsZeroAddress, error) {
	out := new(AnchorsZeroAddress)
	if err := anchors.abi.UnpackIntoInterface(out, "ZeroAddress", raw); err != nil {
		return nil, err
	}
	return out, nil
}
